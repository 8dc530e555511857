"""What an experience is made of: endpoints, views, versions, hosts, users and groups."""
