/** How many runs are looked at for one that leaves no seat alone: about a dozen rows. */
const LOOK_AHEAD = 500;
/** Runs tried in vain, some 0.1 ms each, before any free seats will do. */
const MAX_TRIES = 100;
/** Free seats among which the fewest runs are sought when none is long enough. */
const NEAR_SEATS = 500;
const FEWEST_RUNS_TRIES = 4;

/**
 * best_available(schedule, count, grade, session): locks the seats to hold, or says why there are none (seat_shortage).
 * All or nothing.
 *
 * The choice, among the seats that are free or the session's own when it looks:
 * 1. A run: as many seats of the grade as asked for, side by side in one row (see plan_positions). Without a grade
 *    all grades are alike, and a run may cross from one into the next.
 * 2. Of the runs the first in the order of the plan, by row and then by number, that leaves no free seat alone: one without
 *    a free neighbour, of whatever grade. When the first LOOK_AHEAD runs all leave one alone, the first of them: nobody
 *    is sent to the back of the house for the sake of one seat.
 * 3. Without any run: the longest shorter ones, hence the fewest, of the first NEAR_SEATS free seats.
 *
 * Promised: it never waits, and the seats are a run where there is one that nobody is choosing at that moment (after
 * MAX_TRIES runs that others are choosing, any free seats will do). Not promised: that choices made at once leave no seat
 * alone together; that consecutive numbers are neighbours in the hall; the middle of a row. The plan does not tell where
 * that is, and choosing from one end keeps the longest runs whole.
 *
 * try_run: that someone else has a seat locked is learned by trying to lock it. SKIP LOCKED, and a run counts only when
 * all of it was locked. What a failed try did lock stays locked until the commit: letting it go takes a savepoint, and
 * locks taken inside one make each later claim write a multixact.
 */
export const BEST_AVAILABLE = `
CREATE FUNCTION lock_free_seats(p_seat_ids bigint[], p_session_id uuid, OUT locked bigint[], OUT lost bigint[])
LANGUAGE plpgsql SET enable_sort = on SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  SELECT coalesce(array_agg(id), '{}') INTO locked
    FROM (
      SELECT id FROM seats
       WHERE id = ANY (p_seat_ids) AND (status = 'AVAILABLE' OR hold_session_id = p_session_id)
       ORDER BY id
         FOR NO KEY UPDATE SKIP LOCKED
    ) free;
  lost := CASE WHEN cardinality(locked) = cardinality(p_seat_ids) THEN '{}'
               ELSE array(SELECT unnest(p_seat_ids) EXCEPT SELECT unnest(locked)) END;
END $$;

CREATE FUNCTION try_run(
  p_schedule_id bigint, p_start integer, p_count integer, p_session_id uuid,
  OUT locked bigint[], OUT lost bigint[], OUT lost_until integer
) LANGUAGE plpgsql AS $$
BEGIN
  SELECT run.locked, run.lost INTO locked, lost
    FROM lock_free_seats(array(
      SELECT id FROM seats
       WHERE schedule_id = p_schedule_id AND seat_position >= p_start
       ORDER BY seat_position
       LIMIT p_count
    ), p_session_id) run;
  IF lost <> '{}' THEN
    SELECT max(seat_position) INTO lost_until FROM seats WHERE id = ANY (lost);
  END IF;
END $$;

-- Without sorts and bitmap scans the seats can only be read along their positions, and no further than it takes. The planner
-- would choose otherwise where it has not counted the seats of a new schedule yet and expects one: all of them, each time.
-- One plan for all tries: where each had its own made, a try took 0.16 ms instead of 0.10 ms.
CREATE FUNCTION best_run(
  p_schedule_id bigint, p_count integer, p_grade text, p_session_id uuid, OUT locked bigint[], OUT lost bigint[]
) LANGUAGE plpgsql
SET enable_sort = off SET enable_bitmapscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_start integer;
  v_leaves_before boolean;
  v_leaves_after boolean;
  v_leaving integer[] := '{}';
  v_lost bigint[];
  v_lost_until integer := 0;
  v_seen integer := 0;
  v_tries integer := 0;
BEGIN
  lost := '{}';
  FOR v_start, v_leaves_before, v_leaves_after IN
    SELECT seat_position, leaves_before, leaves_after
      FROM (
        SELECT seat_position,
               lead(seat_position, p_count - 1) OVER plan = seat_position + p_count - 1 AS adjacent,
               count(*) FILTER (WHERE p_grade IS NULL OR grade = p_grade) OVER run = p_count AS fits,
               lag(seat_position) OVER plan = seat_position - 1
                 AND lag(seat_position, 2) OVER plan IS DISTINCT FROM seat_position - 2 AS leaves_before,
               lead(seat_position, p_count) OVER plan = seat_position + p_count
                 AND lead(seat_position, p_count + 1) OVER plan IS DISTINCT FROM seat_position + p_count + 1
                 AS leaves_after
          FROM seats
         WHERE schedule_id = p_schedule_id AND (status = 'AVAILABLE' OR hold_session_id = p_session_id)
        WINDOW plan AS (ORDER BY seat_position),
               run AS (ORDER BY seat_position ROWS BETWEEN CURRENT ROW AND p_count - 1 FOLLOWING)
      ) free
     WHERE adjacent AND fits
     ORDER BY seat_position
  LOOP
    EXIT WHEN v_tries >= ${MAX_TRIES} OR v_seen >= ${LOOK_AHEAD} AND v_leaving <> '{}';
    v_seen := v_seen + 1;
    -- Runs come by their starts: one that begins after the last lost seat has none of them.
    CONTINUE WHEN v_start <= v_lost_until;
    IF v_leaves_after OR v_leaves_before AND v_start <> v_lost_until + 1 THEN
      v_leaving := v_leaving || v_start;
      CONTINUE;
    END IF;
    v_tries := v_tries + 1;
    SELECT run.locked, run.lost, run.lost_until INTO locked, v_lost, v_lost_until
      FROM try_run(p_schedule_id, v_start, p_count, p_session_id) run;
    IF v_lost = '{}' THEN
      RETURN;
    END IF;
    lost := lost || v_lost;
  END LOOP;

  v_lost_until := 0;
  FOREACH v_start IN ARRAY v_leaving LOOP
    EXIT WHEN v_tries >= ${MAX_TRIES};
    CONTINUE WHEN v_start <= v_lost_until;
    v_tries := v_tries + 1;
    SELECT run.locked, run.lost, run.lost_until INTO locked, v_lost, v_lost_until
      FROM try_run(p_schedule_id, v_start, p_count, p_session_id) run;
    IF v_lost = '{}' THEN
      RETURN;
    END IF;
    lost := lost || v_lost;
  END LOOP;
  locked := NULL;
END $$;

CREATE FUNCTION fewest_runs(
  p_schedule_id bigint, p_count integer, p_grade text, p_session_id uuid, p_without bigint[]
) RETURNS bigint[] LANGUAGE plpgsql SET enable_bitmapscan = off AS $$
BEGIN
  RETURN array(
    SELECT id
      FROM (
        SELECT id, seat_position, count(*) OVER (PARTITION BY before_run) AS length
          FROM (
            SELECT id, seat_position, seat_position - row_number() OVER (ORDER BY seat_position) AS before_run
              FROM seats
             WHERE schedule_id = p_schedule_id AND (p_grade IS NULL OR grade = p_grade)
               AND (status = 'AVAILABLE' OR hold_session_id = p_session_id) AND id <> ALL (p_without)
             ORDER BY seat_position
             LIMIT ${NEAR_SEATS}
          ) free
      ) free
     ORDER BY length DESC, seat_position
     LIMIT p_count);
END $$;

CREATE FUNCTION seat_shortage(p_schedule_id bigint, p_count integer, p_grade text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_any bigint;
  v_unsold bigint;
  v_unsold_in_schedule bigint;
BEGIN
  SELECT count(*) FILTER (WHERE fits), count(*) FILTER (WHERE fits AND unsold), count(*) FILTER (WHERE unsold)
    INTO v_any, v_unsold, v_unsold_in_schedule
    FROM (
      SELECT p_grade IS NULL OR grade = p_grade AS fits, status <> 'RESERVED' AS unsold
        FROM seats WHERE schedule_id = p_schedule_id
    ) seat;
  RETURN CASE
    WHEN v_unsold_in_schedule = 0 THEN 'SOLD_OUT'
    WHEN v_any = 0 THEN 'SEAT_NOT_FOUND'
    WHEN v_unsold >= p_count THEN 'SEAT_HELD'
    ELSE 'SEAT_RESERVED'
  END;
END $$;

CREATE OR REPLACE FUNCTION best_available(
  p_schedule_id bigint, p_count integer, p_grade text, p_session_id uuid, OUT seat_ids bigint[], OUT refusal text
) LANGUAGE plpgsql AS $$
DECLARE
  v_wanted bigint[];
  v_lost bigint[];
  v_all_lost bigint[];
BEGIN
  -- Most refusals of a sale come near its end: by the counter they cost one look at the plan instead of three.
  IF EXISTS (SELECT FROM schedules WHERE id = p_schedule_id AND available_seats < p_count)
     AND NOT EXISTS (SELECT FROM reservations WHERE session_id = p_session_id AND status = 'HELD') THEN
    refusal := seat_shortage(p_schedule_id, p_count, p_grade);
    RETURN;
  END IF;

  SELECT locked, lost INTO seat_ids, v_all_lost FROM best_run(p_schedule_id, p_count, p_grade, p_session_id);
  IF seat_ids IS NOT NULL THEN
    RETURN;
  END IF;

  FOR v_try IN 1..CASE p_count WHEN 1 THEN 0 ELSE ${FEWEST_RUNS_TRIES} END LOOP
    v_wanted := fewest_runs(p_schedule_id, p_count, p_grade, p_session_id, v_all_lost);
    EXIT WHEN cardinality(v_wanted) < p_count;
    SELECT locked, lost INTO seat_ids, v_lost FROM lock_free_seats(v_wanted, p_session_id);
    IF v_lost = '{}' THEN
      RETURN;
    END IF;
    v_all_lost := v_all_lost || v_lost;
  END LOOP;

  -- Any seats, of those lost before too: they may have come back.
  IF v_all_lost <> '{}' THEN
    SELECT array_agg(id) INTO seat_ids
      FROM (
        SELECT id FROM seats
         WHERE schedule_id = p_schedule_id AND (p_grade IS NULL OR grade = p_grade)
           AND (status = 'AVAILABLE' OR hold_session_id = p_session_id)
         ORDER BY id
         LIMIT p_count
           FOR NO KEY UPDATE SKIP LOCKED
      ) free;
    IF cardinality(seat_ids) = p_count THEN
      RETURN;
    END IF;
  END IF;
  refusal := seat_shortage(p_schedule_id, p_count, p_grade);
END $$`;
