"use strict";
// A clock that only moves when it is told to, so that the SDK's timeouts of 10 and 15 seconds pass at once and every run is the same.

const START = Date.UTC(2025, 0, 1);

function makeClock() {
  let now = START;
  let last = 0;
  const timers = new Map();

  const add = (call, delay, args, every) => {
    last += 1;
    timers.set(last, { at: now + Math.max(0, Number(delay) || 0), call: () => call(...args), every });
    return last;
  };
  const clear = (id) => void timers.delete(id);

  class ClockDate extends Date {
    constructor(...args) {
      super(...(args.length ? args : [now]));
    }
    static now() {
      return now;
    }
  }

  // Promises settle between two timers, as in a browser.
  const settle = async () => {
    for (let round = 0; round < 6; round += 1) await new Promise((done) => setImmediate(done));
  };

  const advance = async (milliseconds) => {
    const end = now + milliseconds;
    await settle();
    for (;;) {
      const due = [...timers].filter(([, timer]) => timer.at <= end);
      if (!due.length) break;
      due.sort(([firstId, first], [secondId, second]) => first.at - second.at || firstId - secondId);
      const [id, timer] = due[0];
      now = Math.max(now, timer.at);
      if (timer.every === undefined) timers.delete(id);
      else timer.at = now + timer.every;
      // As in a browser: what a handler throws is reported, and the page goes on.
      try {
        timer.call();
      } catch (error) {
        clock.uncaught(error);
      }
      await settle();
    }
    now = end;
  };

  const clock = {
    uncaught: () => undefined,
    advance,
    settle,
    globals: {
      Date: ClockDate,
      setTimeout: (call, delay, ...args) => add(call, delay, args),
      setInterval: (call, delay, ...args) => add(call, delay, args, Math.max(1, Number(delay) || 1)),
      clearTimeout: clear,
      clearInterval: clear,
    },
  };
  return clock;
}

module.exports = { makeClock };
