"use strict";
// Faked HTTP: an XMLHttpRequest for the Web build and wx.request, wx.uploadFile, wx.downloadFile for the mini-program build.
// `answer(request)` says what comes back: {status, body}, or one of "timeout", "error", "abort".

const text = (body) => (typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body));

function makeXhr(later, answer) {
  const states = (xhr) => later(() => xhr.onreadystatechange?.());
  return class {
    constructor() {
      Object.assign(this, { readyState: 0, status: 0, response: "", responseText: "", responseURL: "", timeout: 0 });
      Object.assign(this, { upload: { addEventListener() {} }, heard: {} });
    }
    addEventListener(event, call) {
      (this.heard[event] ??= []).push(call);
    }
    open(method, url) {
      Object.assign(this, { method, url, readyState: 1 });
    }
    setRequestHeader() {}
    overrideMimeType() {}
    abort() {}
    tell(event) {
      const told = { type: event, target: this };
      this[`on${event}`]?.(told);
      for (const call of this.heard[event] ?? []) call.call(this, told);
    }
    send(body) {
      later(() => {
        const reply = answer({ method: this.method, url: this.url, body });
        this.readyState = 4;
        if (typeof reply === "string") {
          // A browser reports a failed request as status 0, first to onreadystatechange, then to the handler that is meant.
          states(this);
          later(() => this.tell(reply));
          return;
        }
        const content = text(reply.body);
        this.status = reply.status;
        this.responseURL = this.url;
        this.responseText = this.responseType === "blob" ? undefined : content;
        this.response = this.responseType === "blob" ? new Blob([content]) : content;
        states(this);
        later(() => this.tell("load"));
      });
    }
  };
}

const parsed = (body) => {
  try {
    return typeof body === "string" ? JSON.parse(body) : body;
  } catch {
    return body;
  }
};

function makeWxHttp(later, answer) {
  const call = (method, read) => (options) => {
    later(() => {
      const reply = answer({ method: options.method ?? method, url: options.url, body: options.data });
      if (reply === "timeout") options.fail?.({ errMsg: `${read.name}:fail timeout` });
      else if (reply === "error") options.fail?.({ errMsg: `${read.name}:fail` });
      else if (typeof reply === "string") options.fail?.({ errMsg: `${read.name}:fail ${reply}` });
      else options.success?.({ statusCode: reply.status, errMsg: `${read.name}:ok`, ...read.result(reply) });
      options.complete?.({});
    });
    return { onProgressUpdate() {}, abort() {} };
  };
  return {
    request: call("GET", { name: "request", result: (reply) => ({ data: structuredClone(parsed(reply.body)) }) }),
    uploadFile: call("POST", { name: "uploadFile", result: (reply) => ({ data: text(reply.body) }) }),
    downloadFile: call("GET", { name: "downloadFile", result: () => ({ tempFilePath: "wxfile://tmp_1" }) }),
  };
}

module.exports = { makeXhr, makeWxHttp };
