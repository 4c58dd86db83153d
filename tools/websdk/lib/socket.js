"use strict";
// Faked sockets: a WebSocket for the Web build, a SocketTask for the mini-program build. What the server says is encoded with the
// protobuf types that the SDK itself brings.

const GIVES_UP = 75_000;

function makeSockets(later, build) {
  const sockets = { all: [], refuse: false, silent: false, broken: false, onFrame: () => undefined };

  class Wire {
    constructor(url) {
      Object.assign(this, { url, readyState: 0 });
      sockets.all.push(this);
      const decide = () => {
        if (this.readyState !== 0) return;
        if (sockets.refuse) {
          this.fail();
          return;
        }
        this.readyState = 1;
        this.tell("open", {});
      };
      // Who never hears anything of a host gives up after a while, as an operating system does.
      if (sockets.silent) later(() => this.readyState === 0 && this.fail(), GIVES_UP);
      else later(decide);
    }
    send(frame) {
      if (sockets.broken) throw new Error("cannot send");
      const bytes = build !== "mini" ? frame : new Uint8Array(frame.data);
      later(() => sockets.onFrame(this, bytes));
    }
    close() {
      if (this.readyState === 3) return;
      this.readyState = 3;
      later(() => this.tell("close", { code: 1000 }));
    }
    // The server's side.
    receive(bytes) {
      const whole = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
      this.tell("message", { data: build !== "mini" ? whole : new Uint8Array(whole) });
    }
    fail() {
      this.readyState = 3;
      this.tell("error", { errMsg: "socket error" });
      this.tell("close", { code: 1006 });
    }
    drop() {
      this.readyState = 3;
      this.tell("close", { code: 1006 });
    }
  }

  class WebSocket extends Wire {
    tell(event, told) {
      this[`on${event}`]?.(told);
    }
  }

  class SocketTask extends Wire {
    constructor(url) {
      super(url);
      this.calls = {};
      // The SDK copies `send` and `close` off the task, so they have to know whose they are.
      this.send = this.send.bind(this);
      this.close = this.close.bind(this);
      for (const event of ["open", "message", "close", "error"]) {
        this[`on${event[0].toUpperCase()}${event.slice(1)}`] = (call) => {
          this.calls[event] = call;
        };
      }
    }
    tell(event, told) {
      this.calls[event]?.(told);
    }
  }

  sockets.WebSocket = WebSocket;
  sockets.connectSocket = (options) => new SocketTask(options.url);
  sockets.last = () => sockets.all[sockets.all.length - 1];
  return sockets;
}

module.exports = { makeSockets };
