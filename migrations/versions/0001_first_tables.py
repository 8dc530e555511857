"""first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("email", sa.String(length=1024), nullable=False),
        sa.Column(
            "email_key",
            sa.String(length=1024).with_variant(
                sa.String(length=1024, collation="C"), "postgresql"
            ),
            nullable=False,
        ),
        sa.Column("password_hash", sa.String(length=100), nullable=False),
        sa.Column("first_name", sa.String(length=1024), nullable=False),
        sa.Column("last_name", sa.String(length=1024), nullable=False),
        sa.Column("token_key", sa.String(length=32), nullable=False),
        sa.Column("last_login", sa.DateTime(), nullable=True),
        sa.Column("creation_date", sa.DateTime(), nullable=False),
        sa.Column("last_updated", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("email_key", name=op.f("uq_accounts_email_key")),
    )
    op.create_table(
        "flow_counts",
        sa.Column("flow_id", sa.String(length=24), nullable=False),
        sa.Column("time", sa.DateTime(), nullable=False),
        sa.Column("version", sa.String(length=255), nullable=False),
        sa.Column("run_count", sa.Integer(), nullable=False),
        sa.Column("paths_completed", sa.Integer(), nullable=False),
        sa.Column("paths_failed", sa.Integer(), nullable=False),
        sa.Column("wall_time", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("flow_id", "time", "version", name=op.f("pk_flow_counts")),
    )
    with op.batch_alter_table("flow_counts", schema=None) as batch_op:
        batch_op.create_index("ix_flow_counts_time", ["time"], unique=False)

    op.create_table(
        "flow_errors",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("flow_id", sa.String(length=24), nullable=False),
        sa.Column("time", sa.DateTime(), nullable=False),
        sa.Column("version", sa.String(length=255), nullable=False),
        sa.Column("node_id", sa.String(length=1024), nullable=True),
        sa.Column("node_label", sa.String(length=255), nullable=True),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flow_errors")),
    )
    with op.batch_alter_table("flow_errors", schema=None) as batch_op:
        batch_op.create_index("ix_flow_errors_flow_id", ["flow_id", "time"], unique=False)
        batch_op.create_index("ix_flow_errors_time", ["time"], unique=False)

    op.create_table(
        "request_counts",
        sa.Column("application_id", sa.String(length=24), nullable=False),
        sa.Column("time", sa.DateTime(), nullable=False),
        sa.Column("endpoint_id", sa.String(length=24), nullable=False),
        sa.Column("version", sa.String(length=255), nullable=False),
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "application_id",
            "time",
            "endpoint_id",
            "version",
            "host",
            "status",
            name=op.f("pk_request_counts"),
        ),
    )
    with op.batch_alter_table("request_counts", schema=None) as batch_op:
        batch_op.create_index("ix_request_counts_time", ["time"], unique=False)

    op.create_table(
        "sign_in_failures",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_sign_in_failures")),
    )
    with op.batch_alter_table("sign_in_failures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_failures_since"), ["since"], unique=False)

    op.create_table(
        "applications",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("owner_id", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("globals", sa.JSON(), nullable=False),
        sa.Column("ftue_tracking", sa.JSON(), nullable=False),
        sa.Column("exp_user_token_cutoff", sa.DateTime(), nullable=True),
        sa.Column("token_secret", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("creation_date", sa.DateTime(), nullable=False),
        sa.Column("last_updated", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["accounts.id"],
            name=op.f("fk_applications_owner_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
    )
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_applications_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "console_sessions",
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=24), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_console_sessions_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_console_sessions")),
    )
    with op.batch_alter_table("console_sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_console_sessions_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_console_sessions_since"), ["since"], unique=False)

    op.create_table(
        "api_tokens",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("application_id", sa.String(length=24), nullable=True),
        sa.Column("account_id", sa.String(length=24), nullable=True),
        sa.Column("creator_id", sa.String(length=24), nullable=False),
        sa.Column("creator_type", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("expiration_date", sa.DateTime(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("creation_date", sa.DateTime(), nullable=False),
        sa.Column("last_updated", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_api_tokens_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_api_tokens_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_tokens_token_hash")),
    )
    with op.batch_alter_table("api_tokens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_tokens_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_api_tokens_application_id"), ["application_id"], unique=False
        )

    op.create_table(
        "credentials",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("application_id", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("config", sa.JSON(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.String(length=24), nullable=True),
        sa.Column("created_by_type", sa.String(length=16), nullable=True),
        sa.Column("last_updated_by_id", sa.String(length=24), nullable=True),
        sa.Column("last_updated_by_type", sa.String(length=16), nullable=True),
        sa.Column("creation_date", sa.DateTime(), nullable=False),
        sa.Column("last_updated", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_credentials_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credentials")),
        sa.UniqueConstraint(
            "application_id", "name", name=op.f("uq_credentials_application_id_name")
        ),
    )
    op.create_table(
        "domains",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("application_id", sa.String(length=24), nullable=False),
        sa.Column("domain_name", sa.String(length=255), nullable=False),
        sa.Column("ssl_key", sa.Text(), nullable=True),
        sa.Column("ssl_cert", sa.Text(), nullable=True),
        sa.Column("ssl_bundle", sa.Text(), nullable=True),
        sa.Column("version", sa.String(length=255), nullable=True),
        sa.Column("previous_version", sa.String(length=255), nullable=True),
        sa.Column("creation_date", sa.DateTime(), nullable=False),
        sa.Column("last_updated", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_domains_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_domains")),
        sa.UniqueConstraint("domain_name", name=op.f("uq_domains_domain_name")),
    )
    with op.batch_alter_table("domains", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_domains_application_id"), ["application_id"], unique=False
        )

    op.create_table(
        "flows",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("application_id", sa.String(length=24), nullable=False),
        sa.Column("flow_class", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("default_version_id", sa.String(length=24), nullable=True),
        sa.Column("deleted_in_develop", sa.Boolean(), nullable=False),
        sa.Column("short_description", sa.Text(), nullable=True),
        sa.Column("icon_data", sa.Text(), nullable=True),
        sa.Column("docs_url", sa.Text(), nullable=True),
        sa.Column("category", sa.String(length=16), nullable=True),
        sa.Column("custom_node_supports", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("triggers", sa.JSON(), nullable=False),
        sa.Column("nodes", sa.JSON(), nullable=False),
        sa.Column("globals", sa.JSON(), nullable=False),
        sa.Column("custom_node_config", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("minimum_agent_version", sa.String(length=255), nullable=True),
        sa.Column("created_by_id", sa.String(length=24), nullable=True),
        sa.Column("created_by_type", sa.String(length=16), nullable=True),
        sa.Column("last_updated_by_id", sa.String(length=24), nullable=True),
        sa.Column("last_updated_by_type", sa.String(length=16), nullable=True),
        sa.Column("creation_date", sa.DateTime(), nullable=False),
        sa.Column("last_updated", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_flows_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flows")),
    )
    with op.batch_alter_table("flows", schema=None) as batch_op:
        batch_op.create_index(
            "ix_flows_application_id", ["application_id", "flow_class"], unique=False
        )

    op.create_table(
        "groups",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("application_id", sa.String(length=24), nullable=False),
        sa.Column("parent_id", sa.String(length=24), nullable=True),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("group_tags", sa.JSON(), nullable=False),
        sa.Column("device_ids", sa.JSON(), nullable=False),
        sa.Column("device_tags", sa.JSON(), nullable=False),
        sa.Column("device_query_json", sa.String(length=8192), nullable=True),
        sa.Column("creation_date", sa.DateTime(), nullable=False),
        sa.Column("last_updated", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_groups_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["groups.id"], name=op.f("fk_groups_parent_id_groups")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
    )
    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_groups_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_groups_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "slugs",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("application_id", sa.String(length=24), nullable=False),
        sa.Column("slug", sa.String(length=63), nullable=False),
        sa.Column("version", sa.String(length=255), nullable=True),
        sa.Column("previous_version", sa.String(length=255), nullable=True),
        sa.Column("creation_date", sa.DateTime(), nullable=False),
        sa.Column("last_updated", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_slugs_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slugs")),
        sa.UniqueConstraint("slug", name=op.f("uq_slugs_slug")),
    )
    with op.batch_alter_table("slugs", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_slugs_application_id"), ["application_id"], unique=False
        )

    op.create_table(
        "users",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("application_id", sa.String(length=24), nullable=False),
        sa.Column("email", sa.String(length=1024), nullable=False),
        sa.Column(
            "email_key",
            sa.String(length=1024).with_variant(
                sa.String(length=1024, collation="C"), "postgresql"
            ),
            nullable=False,
        ),
        sa.Column("password_hash", sa.String(length=100), nullable=False),
        sa.Column("first_name", sa.String(length=1024), nullable=False),
        sa.Column("last_name", sa.String(length=1024), nullable=False),
        sa.Column("user_tags", sa.JSON(), nullable=False),
        sa.Column("token_cutoff", sa.DateTime(), nullable=True),
        sa.Column("password_last_updated", sa.DateTime(), nullable=True),
        sa.Column("last_login", sa.DateTime(), nullable=True),
        sa.Column("creation_date", sa.DateTime(), nullable=False),
        sa.Column("last_updated", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_users_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint(
            "application_id", "email_key", name=op.f("uq_users_application_id_email_key")
        ),
    )
    op.create_table(
        "versions",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("application_id", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("endpoint_default_cors", sa.Boolean(), nullable=False),
        sa.Column("allowed_cors_origins", sa.JSON(), nullable=False),
        sa.Column("globals", sa.JSON(), nullable=False),
        sa.Column("not_found_reply", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("unauthorized_reply", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("response_headers", sa.JSON(), nullable=False),
        sa.Column("created_by_id", sa.String(length=24), nullable=True),
        sa.Column("created_by_type", sa.String(length=16), nullable=True),
        sa.Column("last_updated_by_id", sa.String(length=24), nullable=True),
        sa.Column("last_updated_by_type", sa.String(length=16), nullable=True),
        sa.Column("creation_date", sa.DateTime(), nullable=False),
        sa.Column("last_updated", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_versions_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_versions")),
        sa.UniqueConstraint("application_id", "name", name=op.f("uq_versions_application_id_name")),
    )
    op.create_table(
        "endpoints",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("version_id", sa.String(length=24), nullable=False),
        sa.Column("application_id", sa.String(length=24), nullable=False),
        sa.Column("method", sa.String(length=8), nullable=False),
        sa.Column("route", sa.String(length=1024), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("access", sa.String(length=16), nullable=False),
        sa.Column("device_id_template", sa.String(length=255), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("endpoint_tags", sa.JSON(), nullable=False),
        sa.Column("static_reply", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("unauthorized_reply", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("created_by_id", sa.String(length=24), nullable=True),
        sa.Column("created_by_type", sa.String(length=16), nullable=True),
        sa.Column("last_updated_by_id", sa.String(length=24), nullable=True),
        sa.Column("last_updated_by_type", sa.String(length=16), nullable=True),
        sa.Column("creation_date", sa.DateTime(), nullable=False),
        sa.Column("last_updated", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_endpoints_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["versions.id"],
            name=op.f("fk_endpoints_version_id_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", "version_id", name=op.f("pk_endpoints")),
        sa.UniqueConstraint(
            "version_id", "method", "route", name=op.f("uq_endpoints_version_id_method_route")
        ),
    )
    with op.batch_alter_table("endpoints", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_endpoints_application_id"), ["application_id"], unique=False
        )

    op.create_table(
        "flow_jobs",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("application_id", sa.String(length=24), nullable=False),
        sa.Column("flow_id", sa.String(length=24), nullable=False),
        sa.Column("version", sa.String(length=255), nullable=False),
        sa.Column("button_id", sa.String(length=255), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("by_id", sa.String(length=24), nullable=False),
        sa.Column("run_id", sa.String(length=255), nullable=False),
        sa.Column("run_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_flow_jobs_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["flow_id"], ["flows.id"], name=op.f("fk_flow_jobs_flow_id_flows"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flow_jobs")),
        sa.UniqueConstraint(
            "application_id", "run_id", name=op.f("uq_flow_jobs_application_id_run_id")
        ),
    )
    with op.batch_alter_table("flow_jobs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_flow_jobs_flow_id"), ["flow_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_flow_jobs_run_at"), ["run_at"], unique=False)

    op.create_table(
        "flow_node_states",
        sa.Column("flow_id", sa.String(length=24), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("used", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["flow_id"],
            ["flows.id"],
            name=op.f("fk_flow_node_states_flow_id_flows"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("flow_id", "key", name=op.f("pk_flow_node_states")),
    )
    with op.batch_alter_table("flow_node_states", schema=None) as batch_op:
        batch_op.create_index("ix_flow_node_states_used", ["used"], unique=False)

    op.create_table(
        "flow_storage",
        sa.Column("flow_id", sa.String(length=24), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("last_updated", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["flow_id"],
            ["flows.id"],
            name=op.f("fk_flow_storage_flow_id_flows"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("flow_id", "key", name=op.f("pk_flow_storage")),
    )
    op.create_table(
        "flow_tests",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("application_id", sa.String(length=24), nullable=False),
        sa.Column("flow_id", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("trigger", sa.String(length=1024), nullable=False),
        sa.Column("user", sa.String(length=1024), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("stubs", sa.JSON(), nullable=False),
        sa.Column("expected", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("expected_error", sa.String(length=255), nullable=True),
        sa.Column("last_result", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("created_by_id", sa.String(length=24), nullable=True),
        sa.Column("created_by_type", sa.String(length=16), nullable=True),
        sa.Column("last_updated_by_id", sa.String(length=24), nullable=True),
        sa.Column("last_updated_by_type", sa.String(length=16), nullable=True),
        sa.Column("creation_date", sa.DateTime(), nullable=False),
        sa.Column("last_updated", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_flow_tests_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["flow_id"], ["flows.id"], name=op.f("fk_flow_tests_flow_id_flows"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flow_tests")),
    )
    with op.batch_alter_table("flow_tests", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_flow_tests_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_flow_tests_flow_id"), ["flow_id"], unique=False)

    op.create_table(
        "flow_versions",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("flow_id", sa.String(length=24), nullable=False),
        sa.Column("application_id", sa.String(length=24), nullable=False),
        sa.Column("flow_class", sa.String(length=16), nullable=False),
        sa.Column("version", sa.String(length=255), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("triggers", sa.JSON(), nullable=False),
        sa.Column("nodes", sa.JSON(), nullable=False),
        sa.Column("globals", sa.JSON(), nullable=False),
        sa.Column("custom_node_config", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("minimum_agent_version", sa.String(length=255), nullable=True),
        sa.Column("created_by_id", sa.String(length=24), nullable=True),
        sa.Column("created_by_type", sa.String(length=16), nullable=True),
        sa.Column("last_updated_by_id", sa.String(length=24), nullable=True),
        sa.Column("last_updated_by_type", sa.String(length=16), nullable=True),
        sa.Column("creation_date", sa.DateTime(), nullable=False),
        sa.Column("last_updated", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_flow_versions_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["flow_id"],
            ["flows.id"],
            name=op.f("fk_flow_versions_flow_id_flows"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flow_versions")),
        sa.UniqueConstraint("flow_id", "version", name=op.f("uq_flow_versions_flow_id_version")),
    )
    with op.batch_alter_table("flow_versions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_flow_versions_application_id", ["application_id", "flow_class"], unique=False
        )
        batch_op.create_index("ix_flow_versions_flow_id", ["flow_id", "digest"], unique=False)

    op.create_table(
        "group_tags",
        sa.Column("group_id", sa.String(length=24), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("value", sa.String(length=255), nullable=False),
        sa.Column("application_id", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["groups.id"],
            name=op.f("fk_group_tags_group_id_groups"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("group_id", "key", name=op.f("pk_group_tags")),
    )
    with op.batch_alter_table("group_tags", schema=None) as batch_op:
        batch_op.create_index(
            "ix_group_tags_application_id",
            ["application_id", "key", "value", "group_id"],
            unique=False,
        )

    op.create_table(
        "user_groups",
        sa.Column("user_id", sa.String(length=24), nullable=False),
        sa.Column("group_id", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["groups.id"],
            name=op.f("fk_user_groups_group_id_groups"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_groups_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "group_id", name=op.f("pk_user_groups")),
    )
    with op.batch_alter_table("user_groups", schema=None) as batch_op:
        batch_op.create_index("ix_user_groups_group_id", ["group_id"], unique=False)

    op.create_table(
        "user_tags",
        sa.Column("user_id", sa.String(length=24), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("value", sa.String(length=255), nullable=False),
        sa.Column("application_id", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_tags_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "key", name=op.f("pk_user_tags")),
    )
    with op.batch_alter_table("user_tags", schema=None) as batch_op:
        batch_op.create_index(
            "ix_user_tags_application_id",
            ["application_id", "key", "value", "user_id"],
            unique=False,
        )

    op.create_table(
        "views",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("version_id", sa.String(length=24), nullable=False),
        sa.Column("application_id", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("view_type", sa.String(length=16), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("layout_id", sa.String(length=24), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("view_tags", sa.JSON(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("created_by_id", sa.String(length=24), nullable=True),
        sa.Column("created_by_type", sa.String(length=16), nullable=True),
        sa.Column("last_updated_by_id", sa.String(length=24), nullable=True),
        sa.Column("last_updated_by_type", sa.String(length=16), nullable=True),
        sa.Column("creation_date", sa.DateTime(), nullable=False),
        sa.Column("last_updated", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_views_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["versions.id"],
            name=op.f("fk_views_version_id_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", "version_id", name=op.f("pk_views")),
        sa.UniqueConstraint(
            "version_id", "view_type", "name", name=op.f("uq_views_version_id_view_type_name")
        ),
    )
    with op.batch_alter_table("views", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_views_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            "ix_views_version_id_layout_id", ["version_id", "layout_id"], unique=False
        )

    op.create_table(
        "endpoint_groups",
        sa.Column("endpoint_id", sa.String(length=24), nullable=False),
        sa.Column("version_id", sa.String(length=24), nullable=False),
        sa.Column("group_id", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(
            ["endpoint_id", "version_id"],
            ["endpoints.id", "endpoints.version_id"],
            name=op.f("fk_endpoint_groups_endpoint_id_version_id_endpoints"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["groups.id"],
            name=op.f("fk_endpoint_groups_group_id_groups"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "endpoint_id", "version_id", "group_id", name=op.f("pk_endpoint_groups")
        ),
    )
    with op.batch_alter_table("endpoint_groups", schema=None) as batch_op:
        batch_op.create_index("ix_endpoint_groups_group_id", ["group_id"], unique=False)

    op.create_table(
        "flow_version_links",
        sa.Column("version_id", sa.String(length=24), nullable=False),
        sa.Column("flow_id", sa.String(length=24), nullable=False),
        sa.Column("flow_version_id", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(
            ["flow_version_id"],
            ["flow_versions.id"],
            name=op.f("fk_flow_version_links_flow_version_id_flow_versions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["versions.id"],
            name=op.f("fk_flow_version_links_version_id_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version_id", "flow_id", name=op.f("pk_flow_version_links")),
    )
    with op.batch_alter_table("flow_version_links", schema=None) as batch_op:
        batch_op.create_index("ix_flow_version_links_flow_id", ["flow_id"], unique=False)
        batch_op.create_index(
            "ix_flow_version_links_flow_version_id", ["flow_version_id"], unique=False
        )


def downgrade():
    with op.batch_alter_table("flow_version_links", schema=None) as batch_op:
        batch_op.drop_index("ix_flow_version_links_flow_version_id")
        batch_op.drop_index("ix_flow_version_links_flow_id")

    op.drop_table("flow_version_links")
    with op.batch_alter_table("endpoint_groups", schema=None) as batch_op:
        batch_op.drop_index("ix_endpoint_groups_group_id")

    op.drop_table("endpoint_groups")
    with op.batch_alter_table("views", schema=None) as batch_op:
        batch_op.drop_index("ix_views_version_id_layout_id")
        batch_op.drop_index(batch_op.f("ix_views_application_id"))

    op.drop_table("views")
    with op.batch_alter_table("user_tags", schema=None) as batch_op:
        batch_op.drop_index("ix_user_tags_application_id")

    op.drop_table("user_tags")
    with op.batch_alter_table("user_groups", schema=None) as batch_op:
        batch_op.drop_index("ix_user_groups_group_id")

    op.drop_table("user_groups")
    with op.batch_alter_table("group_tags", schema=None) as batch_op:
        batch_op.drop_index("ix_group_tags_application_id")

    op.drop_table("group_tags")
    with op.batch_alter_table("flow_versions", schema=None) as batch_op:
        batch_op.drop_index("ix_flow_versions_flow_id")
        batch_op.drop_index("ix_flow_versions_application_id")

    op.drop_table("flow_versions")
    with op.batch_alter_table("flow_tests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_flow_tests_flow_id"))
        batch_op.drop_index(batch_op.f("ix_flow_tests_application_id"))

    op.drop_table("flow_tests")
    op.drop_table("flow_storage")
    with op.batch_alter_table("flow_node_states", schema=None) as batch_op:
        batch_op.drop_index("ix_flow_node_states_used")

    op.drop_table("flow_node_states")
    with op.batch_alter_table("flow_jobs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_flow_jobs_run_at"))
        batch_op.drop_index(batch_op.f("ix_flow_jobs_flow_id"))

    op.drop_table("flow_jobs")
    with op.batch_alter_table("endpoints", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_endpoints_application_id"))

    op.drop_table("endpoints")
    op.drop_table("versions")
    op.drop_table("users")
    with op.batch_alter_table("slugs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_slugs_application_id"))

    op.drop_table("slugs")
    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_groups_parent_id"))
        batch_op.drop_index(batch_op.f("ix_groups_application_id"))

    op.drop_table("groups")
    with op.batch_alter_table("flows", schema=None) as batch_op:
        batch_op.drop_index("ix_flows_application_id")

    op.drop_table("flows")
    with op.batch_alter_table("domains", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_domains_application_id"))

    op.drop_table("domains")
    op.drop_table("credentials")
    with op.batch_alter_table("api_tokens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_tokens_application_id"))
        batch_op.drop_index(batch_op.f("ix_api_tokens_account_id"))

    op.drop_table("api_tokens")
    with op.batch_alter_table("console_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_console_sessions_since"))
        batch_op.drop_index(batch_op.f("ix_console_sessions_account_id"))

    op.drop_table("console_sessions")
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_applications_owner_id"))

    op.drop_table("applications")
    with op.batch_alter_table("sign_in_failures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_failures_since"))

    op.drop_table("sign_in_failures")
    with op.batch_alter_table("request_counts", schema=None) as batch_op:
        batch_op.drop_index("ix_request_counts_time")

    op.drop_table("request_counts")
    with op.batch_alter_table("flow_errors", schema=None) as batch_op:
        batch_op.drop_index("ix_flow_errors_time")
        batch_op.drop_index("ix_flow_errors_flow_id")

    op.drop_table("flow_errors")
    with op.batch_alter_table("flow_counts", schema=None) as batch_op:
        batch_op.drop_index("ix_flow_counts_time")

    op.drop_table("flow_counts")
    op.drop_table("accounts")
