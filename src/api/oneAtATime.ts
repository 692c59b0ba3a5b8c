/** Work that is asked for again and again, and done one piece at a time. */
export interface OneAtATime {
  /** Does it now, or once more after the piece under way, which may have begun before what the caller wants to see. */
  ask(): void;
  /** Does what was asked for while it could not be done. */
  resume(): void;
}

/**
 * @param work must not reject
 * @param isPossible otherwise what is asked for stays asked for, until `resume`
 */
export function oneAtATime(work: () => Promise<void>, isPossible: () => boolean): OneAtATime {
  let working = false;
  let again = false;

  function ask(): void {
    again = true;
    if (working || !isPossible()) return;
    again = false;
    working = true;
    void work().finally(() => {
      working = false;
      resume();
    });
  }

  function resume(): void {
    if (again) ask();
  }

  return { ask, resume };
}
