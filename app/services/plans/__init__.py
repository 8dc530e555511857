"""What the wizards make in one act: endpoints and workflows with all that they need."""
