-- Conventions of every migration:
--  * The owner role runs migrations. The application's role gets rows, never tables, and cannot bypass row-level security.
--  * Every table that holds a tenant's data has a column "tenant_id text NOT NULL" and is closed with
--    SELECT docket_isolate('table_name'); a test fails when one is forgotten.

-- The tenant this connection works for; null (and then nothing is visible) when it works for none.
CREATE FUNCTION docket_tenant() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('docket.tenant', true), '');

CREATE FUNCTION docket_isolate(isolated_table regclass) RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', isolated_table);
    -- FORCE: the owner sees no more than the application, should the two ever be confused.
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', isolated_table);
    EXECUTE format('CREATE POLICY tenant_isolation ON %s USING (tenant_id = docket_tenant()) WITH CHECK (tenant_id = docket_tenant())', isolated_table);
END
$$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO ${application-role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${application-role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO ${application-role};

-- One row per organisation of the realm that was ever seen in a token. Holds no data of a tenant but its name, and is not
-- isolated, because background workers must know for whom there is work.
CREATE TABLE tenant (
    id         text        PRIMARY KEY CHECK (id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    created_at timestamptz NOT NULL DEFAULT now()
);
REVOKE UPDATE, DELETE ON tenant FROM ${application-role};

-- Append-only and hash-chained: each entry's hash covers the one before it.
CREATE TABLE audit_entry (
    tenant_id     text        NOT NULL REFERENCES tenant (id),
    sequence      bigint      NOT NULL CHECK (sequence > 0),
    recorded_at   timestamptz NOT NULL,
    actor_id      text        NOT NULL,
    actor_name    text        NOT NULL,
    action        text        NOT NULL,
    subject       text        NOT NULL,
    detail        text        NOT NULL,
    previous_hash bytea       NOT NULL CHECK (length(previous_hash) = 32),
    hash          bytea       NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (tenant_id, sequence)
);
CREATE INDEX audit_entry_by_time ON audit_entry (tenant_id, recorded_at);
REVOKE UPDATE, DELETE ON audit_entry FROM ${application-role};
SELECT docket_isolate('audit_entry');
