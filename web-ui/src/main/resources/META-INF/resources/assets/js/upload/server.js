// Requests that survive a lost line and a restart of the server: they are made again until they are answered.

/** An answer that another try will not change. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** The person cancelled. */
export class Cancelled extends Error {}

const SLOWEST = 15000;

export class Server {
  /**
   * @param waiting told what a request waits for: a text for people and whether they must sign in, or null when it goes on
   */
  constructor(waiting) {
    this.waiting = waiting;
    this.aborter = new AbortController();
    this.held = false;
    this.wake = () => {};
  }

  /** Stops whatever is under way. */
  cancel() {
    this.aborter.abort();
    this.wake();
  }

  /** Makes requests wait, or lets them go on at once. */
  hold(held) {
    this.held = held;
    if (!held) {
      this.wake();
    }
  }

  /**
   * Sends until there is an answer; `options` is asked for anew for each try.
   *
   * @returns the response, whose status is below 400, or one of `expected`
   */
  async send(path, options, expected = []) {
    for (let attempt = 1; ; attempt++) {
      while (this.held && !this.aborter.signal.aborted) {
        await this.sleep(3600000);
      }
      if (this.aborter.signal.aborted) {
        throw new Cancelled();
      }
      let problem = null;
      try {
        const wanted = await options();
        const response = await fetch(path, {
          ...wanted,
          // the mark of a script: a session that ended is answered with a status and not with the page to sign in
          headers: { ...wanted.headers, "X-Requested-With": "JavaScript" },
          signal: this.aborter.signal,
        });
        if (response.ok || expected.includes(response.status)) {
          if (attempt > 1) {
            this.waiting(null);
          }
          return response;
        }
        problem = await this.judge(response);
      } catch (failure) {
        if (failure instanceof Refused) {
          this.waiting(null);
          throw failure;
        }
        if (this.aborter.signal.aborted) {
          throw new Cancelled();
        }
        if (failure instanceof DOMException && failure.name !== "NetworkError") {
          throw failure;
        }
        problem = { text: "The server cannot be reached. Trying again by itself; nothing is lost." };
      }
      this.waiting(problem);
      await this.sleep(Math.min(SLOWEST, 250 * 2 ** attempt));
    }
  }

  async judge(response) {
    if (response.status === 401 || response.status === 499) {
      return { text: "You are signed out. Sign in in another tab; this one then goes on by itself.", signIn: true };
    }
    const told = await response.json().catch(() => ({}));
    if (response.status === 507) {
      return { text: told.detail ?? "The server's disk is full." };
    }
    if (response.status >= 500 || response.status === 423 || response.status === 429) {
      return { text: `The server answers ${response.status}. Trying again by itself; nothing is lost.` };
    }
    throw new Refused(response.status, told.detail ?? told.title ?? `The server answered ${response.status}.`);
  }

  /** Waits; being online again, going on and cancelling end it early. */
  sleep(milliseconds) {
    return new Promise((done) => {
      const end = () => {
        clearTimeout(timer);
        removeEventListener("online", end);
        done();
      };
      const timer = setTimeout(end, milliseconds);
      addEventListener("online", end);
      this.wake = end;
    });
  }
}

/** Options of a request with a JSON body. */
export const json = (body) => () => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});
