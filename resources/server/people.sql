-- Logins, made and changed by administrators. These functions alone run as @registrar@, which may make roles; they
-- give nobody more than this library's roles, and leave logins alone that were not made for it.

CREATE FUNCTION desk.person_add(login text, reviewer text, role text, verifier text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
-- True when the login was made; false when the server knew it and it keeps its password.
DECLARE
    known pg_roles%ROWTYPE;
    before office.person%ROWTYPE;
BEGIN
    IF NOT desk.is_administrator() THEN
        PERFORM desk.refuse('an administrator manages people');
    END IF;
    IF EXISTS (SELECT FROM office.person p WHERE p.login = $1 AND p.until IS NULL) THEN
        RAISE EXCEPTION USING ERRCODE = 'unique_violation', MESSAGE = 'factcheck: person-known';
    END IF;
    IF EXISTS (SELECT FROM office.person p WHERE p.reviewer = $2 AND p.login <> $1) THEN
        RAISE EXCEPTION USING ERRCODE = 'unique_violation', MESSAGE = 'factcheck: person-name-taken';
    END IF;
    SELECT * INTO known FROM pg_roles r WHERE r.rolname = $1;
    SELECT * INTO before FROM office.person p WHERE p.login = $1 AND p.made ORDER BY since DESC LIMIT 1;
    IF known.rolname IS NULL THEN
        EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD %L', $1, $4);
    ELSIF before.login IS NOT NULL THEN
        EXECUTE format('ALTER ROLE %I LOGIN PASSWORD %L', $1, $4);
    ELSIF known.rolsuper OR known.rolcreaterole OR known.rolcreatedb OR known.rolreplication OR known.rolbypassrls
          OR NOT known.rolcanlogin THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'factcheck: person-powerful';
    END IF;
    EXECUTE format('GRANT %I TO %I', desk.role_named($3), $1);
    INSERT INTO office.person (login, reviewer, role, made)
        VALUES ($1, $2, $3, known.rolname IS NULL OR before.login IS NOT NULL);
    RETURN known.rolname IS NULL OR before.login IS NOT NULL;
END $$;

CREATE FUNCTION desk.role_named(role text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN CASE role WHEN 'reader' THEN '@reader@' WHEN 'reviewer' THEN '@reviewer@' WHEN 'editor' THEN '@editor@'
                     WHEN 'administrator' THEN '@administrator@' END;
END $$;

CREATE FUNCTION desk.person_end(login text, not_last boolean) RETURNS office.person
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    person office.person%ROWTYPE;
BEGIN
    IF NOT desk.is_administrator() THEN
        PERFORM desk.refuse('an administrator manages people');
    END IF;
    SELECT * INTO person FROM office.person p WHERE p.login = $1 AND p.until IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'no_data_found', MESSAGE = 'factcheck: person-unknown';
    END IF;
    IF not_last AND person.role = 'administrator'
       AND NOT EXISTS (SELECT FROM office.person p
                       WHERE p.role = 'administrator' AND p.until IS NULL AND p.login <> $1) THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'factcheck: person-last';
    END IF;
    UPDATE office.person p SET until = clock_timestamp() WHERE p.login = $1 AND p.until IS NULL;
    EXECUTE format('REVOKE %I FROM %I', desk.role_named(person.role), $1);
    RETURN person;
END $$;

CREATE FUNCTION desk.person_remove(login text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    person office.person%ROWTYPE := desk.person_end($1, true);
BEGIN
    IF person.made AND NOT EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member
                                   WHERE r.rolname = $1) THEN
        EXECUTE format('ALTER ROLE %I NOLOGIN', $1);
    END IF;
END $$;

CREATE FUNCTION desk.person_role(login text, role text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    person office.person%ROWTYPE := desk.person_end($1, $2 <> 'administrator');
BEGIN
    EXECUTE format('GRANT %I TO %I', desk.role_named($2), $1);
    INSERT INTO office.person (login, reviewer, role, made) VALUES ($1, person.reviewer, $2, person.made);
END $$;

CREATE FUNCTION desk.person_password(login text, verifier text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT desk.is_administrator() THEN
        PERFORM desk.refuse('an administrator manages people');
    END IF;
    PERFORM FROM office.person p WHERE p.login = $1 AND p.until IS NULL AND p.made;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'no_data_found', MESSAGE = 'factcheck: person-unknown';
    END IF;
    EXECUTE format('ALTER ROLE %I PASSWORD %L', $1, $2);
END $$;
