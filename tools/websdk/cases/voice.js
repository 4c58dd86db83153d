"use strict";
// Speech to text, by its service's own codes.

const { LOCAL, coded, described, failed, http } = require("../lib/replies.js");

const MESSAGE = { type: "audio", url: "http://127.0.0.1/files/1" };
const message =
  (given) =>
  ({ connection }) =>
    connection.voiceMessageToText(given);
const file = (given) => (session) =>
  session.connection.voiceFileToText(
    given ??
      (session.build === "web" ? new (require("node:buffer").File)(["x"], "a.amr") : { filePath: "wxfile://a.amr" }),
  );

const CODES = [
  ["4041001", "no such file"],
  ["4001002", "invalid"],
  ["5021001", "upload failed"],
  ["4001003", "too long"],
  ["4031001", "not enabled"],
  ["4031002", "used up"],
  ["4001001", "Uploaded file exceeds 10 MB"],
  ["4001001", "missing parameter"],
  ["5021003", "failed"],
  ["5001003", "failed"],
  ["4011001", "invalid token"],
  ["9999999", "anything else"],
];
const status = (code) => Number(code.slice(0, 3));
const replies = [
  ...CODES.map(([code, words]) => http(status(code), { error: { code, message: words } })),
  described(401, "Unable to authenticate (OAuth)"),
  described(403, "anything else"),
  coded(403, 15002),
  described(429, "reach limit"),
  failed("timeout"),
  failed("error"),
];

const own = [
  { call: "voiceMessageToText() of a text message", ...LOCAL, act: message({ type: "txt" }) },
  { call: "voiceMessageToText() without url", ...LOCAL, act: message({ type: "audio" }) },
  { call: "voiceFileToText('a.amr')", ...LOCAL, act: file("a.amr") },
  { call: "voiceFileToText() before open()", ...LOCAL, login: false, act: file() },
];
const both = replies.flatMap((reply) => [
  { call: "voiceMessageToText()", ...reply, act: message(MESSAGE) },
  { call: "voiceFileToText()", ...reply, act: file() },
]);

module.exports = { probes: [...own, ...both] };
