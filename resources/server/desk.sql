-- The rules that the database keeps by itself, whatever program asks. Made anew by every "factcheck init-server".
-- @reader@ and its like stand for the names of this library's roles.
--
-- Functions run as the owner of the tables and ask for session_user: who logged in, whatever SET ROLE says.

CREATE SCHEMA desk;

-- Who is at work -----------------------------------------------------------------------------------------------------

CREATE FUNCTION desk.me() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
RETURN (SELECT reviewer FROM office.person WHERE login = session_user AND until IS NULL);

CREATE FUNCTION desk.is_administrator() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
RETURN pg_has_role(session_user, '@administrator@', 'MEMBER');

CREATE FUNCTION desk.is_editor() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
RETURN pg_has_role(session_user, '@editor@', 'MEMBER');

CREATE FUNCTION desk.refuse(what text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'factcheck: ' || what;
END $$;

-- Seals: a first blind verdict is for its author alone until a second one stands beside it (services/veil.py) --------

-- domain.review.sealed: whether a claim in that state, with that verdict in force, keeps its first blind verdicts.
CREATE FUNCTION desk.keeps(state text, verdict text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
RETURN coalesce(
    (SELECT $1 = 'verdict-proposed' AND v.blind
            AND NOT EXISTS (SELECT FROM public.verdict second WHERE second.second_to = v.id)
     FROM public.verdict v WHERE v.id = $2),
    $1 IN ('proposed', 'accepted', 'in-review', 'dismissed'));

CREATE VIEW office.hidden AS -- the seals that hold for whoever asks
SELECT step_number, verdict_id, claim_id FROM office.seal
WHERE author IS DISTINCT FROM (SELECT desk.me())
  AND (opened IS NULL OR coalesce(opened = pg_current_xact_id_if_assigned(), false));

CREATE FUNCTION desk.reseal(claim text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    kept boolean;
BEGIN
    IF NOT EXISTS (SELECT FROM office.blind_step WHERE claim_id = claim) THEN
        RETURN;
    END IF;
    DELETE FROM office.seal WHERE opened <> pg_current_xact_id(); -- opened by a transaction that has ended
    kept := coalesce((SELECT desk.keeps(c.state, c.verdict_id) FROM public.claim c WHERE c.id = claim), true);
    INSERT INTO office.seal
        SELECT step_number, verdict_id, claim_id, author FROM office.blind_step b
        WHERE claim_id = claim AND kept
          AND NOT EXISTS (SELECT FROM public.verdict second WHERE second.second_to = b.verdict_id)
        ON CONFLICT (step_number, verdict_id) DO UPDATE SET opened = NULL;
    UPDATE office.seal s SET opened = pg_current_xact_id()
        WHERE claim_id = claim AND opened IS NULL
          AND (NOT kept OR EXISTS (SELECT FROM public.verdict second WHERE second.second_to = s.verdict_id));
    WITH closed AS (
        DELETE FROM public.trail_fts WHERE rowid IN (SELECT step_number FROM office.seal WHERE claim_id = claim)
        RETURNING rowid, words)
    INSERT INTO office.sealed_words SELECT rowid, words FROM closed ON CONFLICT DO NOTHING;
    WITH freed AS (
        DELETE FROM office.sealed_words WHERE rowid NOT IN (SELECT step_number FROM office.seal)
        RETURNING rowid, words)
    INSERT INTO public.trail_fts SELECT rowid, words FROM freed ON CONFLICT DO NOTHING;
END $$;

CREATE FUNCTION desk.reseal_all() RETURNS void -- for rows that came while nobody watched: a restored or moved library
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO office.blind_step
        SELECT step_number, row_id, told ->> 'claim_id', told ->> 'reviewer'
        FROM (SELECT step_number, row_id, coalesce(after, before)::jsonb AS told FROM public.edit
              WHERE entity = 'verdict') AS edits
        WHERE (told ->> 'blind')::boolean AND told ->> 'second_to' IS NULL
        ON CONFLICT DO NOTHING;
    PERFORM desk.reseal(claim_id) FROM (SELECT DISTINCT claim_id FROM office.blind_step) AS claims;
END $$;

CREATE FUNCTION desk.opened() RETURNS trigger -- at the commit: a waiting verdict is opened by a second one beside it
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.author IS DISTINCT FROM desk.me()
       AND EXISTS (SELECT FROM office.seal s WHERE s.step_number = NEW.step_number AND s.verdict_id = NEW.verdict_id
                   AND s.opened = pg_current_xact_id())
       AND EXISTS (SELECT FROM public.verdict v WHERE v.id = NEW.verdict_id)
       AND NOT EXISTS (SELECT FROM public.verdict second LEFT JOIN public.claim c ON c.id = NEW.claim_id
                       WHERE second.second_to IN (NEW.verdict_id, c.verdict_id)) THEN
        PERFORM desk.refuse('a seal is opened by a second verdict');
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION desk.verdict_moved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM desk.reseal(coalesce(NEW.claim_id, OLD.claim_id));
    RETURN NULL;
END $$;

CREATE FUNCTION desk.claim_moved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM desk.reseal(coalesce(NEW.id, OLD.id));
    RETURN NULL;
END $$;

CREATE FUNCTION desk.verdict_told() RETURNS trigger -- an edit of the trail that holds a verdict
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    told jsonb := coalesce(NEW.after, NEW.before)::jsonb;
BEGIN
    IF (told ->> 'blind')::boolean AND told ->> 'second_to' IS NULL THEN
        INSERT INTO office.blind_step VALUES (NEW.step_number, NEW.row_id, told ->> 'claim_id', told ->> 'reviewer')
            ON CONFLICT DO NOTHING;
        PERFORM desk.reseal(told ->> 'claim_id');
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION desk.words_told() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM office.seal WHERE step_number = NEW.rowid) THEN
        INSERT INTO office.sealed_words VALUES (NEW.rowid, NEW.words) ON CONFLICT DO NOTHING;
        RETURN NULL;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER seal AFTER INSERT OR UPDATE OR DELETE ON public.verdict
    FOR EACH ROW EXECUTE FUNCTION desk.verdict_moved();
CREATE TRIGGER seal AFTER INSERT OR DELETE OR UPDATE OF state, verdict_id ON public.claim
    FOR EACH ROW EXECUTE FUNCTION desk.claim_moved();
CREATE TRIGGER seal AFTER INSERT ON public.edit
    FOR EACH ROW WHEN (NEW.entity = 'verdict') EXECUTE FUNCTION desk.verdict_told();
CREATE TRIGGER seal BEFORE INSERT ON public.trail_fts
    FOR EACH ROW EXECUTE FUNCTION desk.words_told();
CREATE CONSTRAINT TRIGGER opened AFTER UPDATE ON office.seal DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.opened IS NOT NULL AND NOT desk.is_administrator()) EXECUTE FUNCTION desk.opened();

-- What everybody reads in place of the tables: all rows, without what is sealed for them -----------------------------

CREATE FUNCTION desk.masked(row_as_json text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN (row_as_json::jsonb || '{"rating": "", "reason": ""}')::text;

CREATE VIEW desk.verdict AS
SELECT id, version, claim_id, scale_id,
       CASE WHEN id IN (SELECT verdict_id FROM office.hidden) THEN '' ELSE rating END AS rating,
       CASE WHEN id IN (SELECT verdict_id FROM office.hidden) THEN '' ELSE reason END AS reason,
       reviewer, blind, supersedes, second_to, at
FROM public.verdict;

CREATE VIEW desk.step AS
SELECT number, id, at, reviewer, label,
       CASE WHEN number IN (SELECT step_number FROM office.hidden)
            THEN jsonb_strip_nulls(jsonb_build_object('claim', "values"::jsonb -> 'claim', 'of', "values"::jsonb -> 'of'))::text
            ELSE "values" END AS "values",
       CASE WHEN number IN (SELECT step_number FROM office.hidden) THEN NULL ELSE reason END AS reason,
       undoes, undoable, previous, digest
FROM public.step;

CREATE VIEW desk.edit AS
SELECT step_number, position, entity, row_id, claim_id, article_id,
       CASE WHEN entity = 'verdict' AND row_id IN (SELECT verdict_id FROM office.hidden)
            THEN desk.masked(before) ELSE before END AS before,
       CASE WHEN entity = 'verdict' AND row_id IN (SELECT verdict_id FROM office.hidden)
            THEN desk.masked(after) ELSE after END AS after
FROM public.edit;

CREATE VIEW office.open_words WITH (security_barrier) AS
SELECT rowid, words FROM office.sealed_words WHERE rowid NOT IN (SELECT step_number FROM office.hidden);

CREATE VIEW desk.trail_fts AS
SELECT rowid, words FROM public.trail_fts UNION ALL SELECT rowid, words FROM office.open_words;

CREATE VIEW desk.people AS
SELECT login, reviewer, role, since, until FROM office.person;

-- Steps, edits and verdicts are written through those views ----------------------------------------------------------

CREATE FUNCTION desk.add_step() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF nullif(current_setting('factcheck.schema', true), '')::integer
       <> (SELECT version_num::integer FROM public.alembic_version) THEN
        RAISE EXCEPTION USING ERRCODE = 'FC001', MESSAGE = 'factcheck: this program writes another schema';
    END IF;
    IF NEW.reviewer IS DISTINCT FROM desk.me() THEN
        PERFORM desk.refuse('a step is signed with the name of whoever logged in');
    END IF;
    IF NEW.at !~ '^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{6}Z$' OR jsonb_typeof(NEW."values"::jsonb) <> 'object' THEN
        PERFORM desk.refuse('a step has a time and values that can be read');
    END IF;
    INSERT INTO public.step (number, id, at, reviewer, label, "values", reason, undoes, undoable, previous, digest)
    VALUES (NEW.number, NEW.id, NEW.at, NEW.reviewer, NEW.label, NEW."values", NEW.reason, NEW.undoes, NEW.undoable,
            NEW.previous, NEW.digest);
    RETURN NEW;
END $$;

CREATE FUNCTION desk.add_edit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM public.step WHERE number = NEW.step_number AND xmin = pg_current_xact_id()::xid;
    IF NOT FOUND THEN
        PERFORM desk.refuse('an edit belongs to a step of its own transaction');
    END IF;
    INSERT INTO public.edit (step_number, position, entity, row_id, claim_id, article_id, before, after)
    VALUES (NEW.step_number, NEW.position, NEW.entity, NEW.row_id, NEW.claim_id, NEW.article_id, NEW.before, NEW.after);
    RETURN NEW;
END $$;

CREATE FUNCTION desk.write_verdict() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND EXISTS (SELECT FROM office.hidden WHERE verdict_id = OLD.id) THEN
        PERFORM desk.refuse('a sealed verdict is its author''s');
    END IF;
    IF TG_OP = 'DELETE' THEN
        DELETE FROM public.verdict WHERE id = OLD.id;
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        UPDATE public.verdict SET (id, version, claim_id, scale_id, rating, reason, reviewer, blind, supersedes,
                                   second_to, at)
            = (NEW.id, NEW.version, NEW.claim_id, NEW.scale_id, NEW.rating, NEW.reason, NEW.reviewer, NEW.blind,
               NEW.supersedes, NEW.second_to, NEW.at)
            WHERE id = OLD.id;
        RETURN NEW;
    END IF;
    INSERT INTO public.verdict (id, version, claim_id, scale_id, rating, reason, reviewer, blind, supersedes,
                                second_to, at)
    VALUES (NEW.id, NEW.version, NEW.claim_id, NEW.scale_id, NEW.rating, NEW.reason, NEW.reviewer, NEW.blind,
            NEW.supersedes, NEW.second_to, NEW.at);
    RETURN NEW;
END $$;

CREATE FUNCTION desk.add_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.trail_fts (rowid, words) VALUES (NEW.rowid, NEW.words);
    RETURN NEW;
END $$;

CREATE TRIGGER write INSTEAD OF INSERT ON desk.step FOR EACH ROW EXECUTE FUNCTION desk.add_step();
CREATE TRIGGER write INSTEAD OF INSERT ON desk.edit FOR EACH ROW EXECUTE FUNCTION desk.add_edit();
CREATE TRIGGER write INSTEAD OF INSERT OR UPDATE OR DELETE ON desk.verdict
    FOR EACH ROW EXECUTE FUNCTION desk.write_verdict();
CREATE TRIGGER write INSTEAD OF INSERT ON desk.trail_fts FOR EACH ROW EXECUTE FUNCTION desk.add_words();

-- The trail and the rows fit together --------------------------------------------------------------------------------

CREATE FUNCTION desk.digest_of(number integer) RETURNS text -- domain.history.step_digest
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
RETURN (
    SELECT encode(sha256(convert_to(
        concat_ws(E'\n', s.previous, s.id, s.number, s.at, length(s.reviewer) || ':' || s.reviewer, s.label,
                  length(s."values") || ':' || s."values", coalesce(length(s.reason) || ':' || s.reason, '-'),
                  coalesce(nullif(s.undoes, ''), '-'), s.undoable,
                  (SELECT string_agg(concat_ws(E'\n', e.entity, e.row_id, coalesce(nullif(e.claim_id, ''), '-'),
                                               coalesce(nullif(e.article_id, ''), '-'),
                                               coalesce(length(e.before) || ':' || e.before, '-'),
                                               coalesce(length(e.after) || ':' || e.after, '-')),
                                     E'\n' ORDER BY e.position)
                   FROM public.edit e WHERE e.step_number = s.number)),
        'UTF8')), 'hex')
    FROM public.step s WHERE s.number = $1);

CREATE FUNCTION desk.sealed_steps() RETURNS TABLE (number integer, fits boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.number, desk.digest_of(s.number) = s.digest FROM public.step s
    WHERE s.number IN (SELECT step_number FROM office.hidden) ORDER BY 1
$$;

CREATE FUNCTION desk.chained() RETURNS trigger -- at the commit: a step fits to the one before it and to its edits
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.previous <> coalesce((SELECT digest FROM public.step WHERE number = NEW.number - 1), repeat('0', 64))
       OR (NEW.number <> 1 AND NOT EXISTS (SELECT FROM public.step WHERE number = NEW.number - 1))
       OR NEW.digest <> desk.digest_of(NEW.number) THEN
        PERFORM desk.refuse('a step continues the chain');
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER chain AFTER INSERT ON public.step DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NOT desk.is_administrator()) EXECUTE FUNCTION desk.chained();

CREATE FUNCTION desk.guard() RETURNS trigger -- a row becomes what an edit of this transaction's step says
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    identifier text := coalesce(NEW.id, OLD.id);
    told text;
    author text;
BEGIN
    SELECT e.after INTO told FROM public.edit e JOIN public.step s ON s.number = e.step_number
        WHERE e.row_id = identifier AND e.entity = TG_TABLE_NAME AND s.xmin = pg_current_xact_id()::xid
        ORDER BY e.position DESC LIMIT 1;
    IF NOT FOUND THEN
        PERFORM desk.refuse('a row changes with a step of the trail');
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF told IS NOT NULL THEN
            PERFORM desk.refuse('a row goes when its step says so');
        END IF;
        RETURN OLD;
    END IF;
    IF told IS NULL OR to_jsonb(NEW) - 'version' <> told::jsonb THEN
        PERFORM desk.refuse('a row is what its step says');
    END IF;
    author := to_jsonb(NEW) ->> 'reviewer';
    IF TG_OP = 'INSERT' AND author IS NOT NULL AND author IS DISTINCT FROM desk.me() THEN
        PERFORM FROM public.edit e WHERE e.row_id = identifier AND e.entity = TG_TABLE_NAME
            AND e.before::jsonb ->> 'reviewer' = author; -- it was there before, and an undo brings it back
        IF NOT FOUND THEN
            PERFORM desk.refuse('what somebody says is signed with the name of whoever logged in');
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION desk.guard_claim() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    public_states CONSTANT text[] := '{published,corrected,withdrawn}';
BEGIN
    IF (TG_OP = 'INSERT' AND NEW.state = ANY (public_states)
        OR TG_OP = 'UPDATE' AND NEW.state <> OLD.state AND public_states && ARRAY[NEW.state, OLD.state]::text[]
        OR TG_OP = 'DELETE' AND OLD.state = ANY (public_states)) AND NOT desk.is_editor() THEN
        PERFORM desk.refuse('an editor publishes, corrects and withdraws');
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;

CREATE TRIGGER guard_claim BEFORE INSERT OR UPDATE OR DELETE ON public.claim
    FOR EACH ROW WHEN (NOT desk.is_administrator()) EXECUTE FUNCTION desk.guard_claim();

CREATE FUNCTION desk.guard_second() RETURNS trigger -- else an older one of the same author could be opened
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM public.claim c JOIN public.verdict v ON v.id = c.verdict_id
        WHERE c.id = NEW.claim_id AND v.id = NEW.second_to AND v.blind AND v.reviewer <> NEW.reviewer;
    IF NOT FOUND THEN
        PERFORM desk.refuse('a second verdict stands beside somebody else''s that is in force');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER guard_second BEFORE INSERT ON public.verdict
    FOR EACH ROW WHEN (NEW.second_to IS NOT NULL AND NOT desk.is_administrator())
    EXECUTE FUNCTION desk.guard_second();

CREATE FUNCTION desk.guard_text() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.sha256 <> encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex') THEN
        PERFORM desk.refuse('a text is kept under its digest');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER guard BEFORE INSERT ON public.content FOR EACH ROW EXECUTE FUNCTION desk.guard_text();

CREATE FUNCTION desk.guard_entry() RETURNS trigger -- the ledger holds the only copy of imported checks
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM desk.refuse('an administrator imports checks');
    RETURN NULL;
END $$;

CREATE TRIGGER guard_new BEFORE INSERT ON public.entry
    FOR EACH ROW WHEN (NEW.record <> 'claim' AND NOT desk.is_administrator()) EXECUTE FUNCTION desk.guard_entry();
CREATE TRIGGER guard_old BEFORE UPDATE OR DELETE ON public.entry
    FOR EACH ROW WHEN (OLD.record <> 'claim' AND NOT desk.is_administrator()) EXECUTE FUNCTION desk.guard_entry();
