"use strict";
// How a reply is written in a line, and made for the fakes.

const http = (status, body = {}) => ({
  reply: `HTTP ${status} ${typeof body === "string" ? body : JSON.stringify(body)}`,
  http: { status, body },
});
const described = (status, words, more = {}) => http(status, { ...more, error_description: words });
const coded = (status, code, words = "refused") => http(status, { error_code: code, error_description: words });
const failed = (how) => ({ reply: `HTTP request: ${how}`, http: how });
// What a mini-program says when the host is not among the domains that its console allows.
const NOT_ALLOWED = { ...failed("url not in domain list"), builds: ["mini"] };
const acked = (errorCode, reason) => ({
  reply: `ack errorCode ${errorCode}${reason === undefined ? "" : ` ${JSON.stringify(reason)}`}`,
  ack: { status: { errorCode, ...(reason === undefined ? {} : { reason }) } },
});
const LOCAL = { reply: "none: the SDK's own check" };

module.exports = { http, described, coded, failed, acked, LOCAL, NOT_ALLOWED };
