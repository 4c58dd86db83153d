"use strict";
// Files: uploads by themselves and with a message, downloads, merged messages, speech.

const { LOCAL, described, failed, http } = require("../lib/replies.js");

const blob = (size) => (size > 0 ? new Blob([new Uint8Array(size)]) : new Blob([]));
const uploaded = http(200, { uri: "http://127.0.0.1/files", entities: [{ uuid: "1", "share-secret": "s" }] });
const listen = (session) => ({
  onFileUploadError: session.hear("onFileUploadError"),
  onFileUploadComplete: () => session.hear("onFileUploadComplete")(),
  onFileUploadCanceled: () => session.hear("onFileUploadCanceled")(),
  onFileDownloadError: session.hear("onFileDownloadError"),
  onFileDownloadComplete: () => session.hear("onFileDownloadComplete")(),
});

const upload = (given) => (session) =>
  void session.sdk.utils.uploadFile.call(session.connection, {
    accessToken: "token",
    appKey: "easemob#demo",
    apiUrl: "http://127.0.0.1",
    to: "bob",
    chatType: "singleChat",
    file: { data: blob(10) },
    ...listen(session),
    ...given,
  });
const UPLOADS = [
  described(400, "file size too large"),
  described(401, "Unable to authenticate (OAuth)"),
  described(403, "forbidden"),
  described(404, "not found"),
  described(413, "too large"),
  described(429, "reach limit"),
  described(500, "internal error"),
  http(413, "<html>Request Entity Too Large</html>"),
  failed("timeout"),
  failed("error"),
  failed("abort"),
];
const uploads = [
  { call: "uploadFile() without accessToken", ...LOCAL, act: upload({ accessToken: "" }) },
  { call: "uploadFile() without appKey", ...LOCAL, act: upload({ appKey: "" }) },
  { call: "uploadFile() of an empty file", ...LOCAL, act: upload({ file: { data: { size: 0 } } }) },
  ...UPLOADS.map((reply) => ({ call: "uploadFile()", ...reply, act: upload({}), builds: ["web"] })),
  {
    call: "uploadFile()",
    reply: "none: a mini-program has no XMLHttpRequest",
    act: upload({ file: { data: { size: 10 } } }),
    builds: ["mini"],
  },
  {
    call: "uploadFile(), whose onFileUploadComplete throws",
    ...uploaded,
    act: (session) =>
      upload({
        onFileUploadComplete: () => {
          throw new Error("mine");
        },
      })(session),
    builds: ["web"],
  },
];

// Files of more than 7.5 MB are sent in parts.
const PARTS = { file: { data: blob(8 * 1024 * 1024) } };
const inParts = (refusal) => (request) => {
  if (request.method === "POST" && request.url.endsWith("/part-upload"))
    return (
      refusal.start ??
      http(200, { entities: [{ file_upper_limit: refusal.limit ?? 1e9, part_lower_limit: 5e6, uuid: "u" }] }).http
    );
  if (request.method === "PUT") return refusal.part ?? { status: 200, body: {} };
  if (request.method === "POST" && request.url.includes("/part-upload/")) return refusal.end ?? uploaded.http;
  return { status: 200, body: {} };
};
const parts = [
  ["the start allows 1 MB", { limit: 1e6 }],
  ['a part: HTTP 500 {"error":"internal"}', { part: http(500, { error: "internal" }).http }],
  ["a part: HTTP 500 <html>", { part: http(500, "<html>").http }],
  ["a part: timeout", { part: "timeout" }],
  ["a part: error", { part: "error" }],
  ["a part: abort", { part: "abort" }],
  ['the end: HTTP 403 {"error_description":"forbidden"}', { end: described(403, "forbidden").http }],
].map(([reply, refusal]) => ({
  call: "uploadFile() of 8 MB, in parts",
  reply,
  http: inParts(refusal),
  act: upload(PARTS),
  builds: ["web"],
}));

const picture = (session, given) => ({
  ...session.message({ type: "img", file: { data: blob(10), filename: "a.png", filetype: "png" }, ...listen(session) }),
  ...given,
});
const sendPicture = (given) => (session) => session.connection.send(picture(session, given));
const sent = [
  { call: "send() an image whose file is empty", ...LOCAL, act: sendPicture({ file: { data: { size: 0 } } }) },
  {
    call: "send() an image with isGif that is none",
    ...LOCAL,
    act: sendPicture({ isGif: true, file: { data: { size: 10, type: "image/png" } } }),
  },
  ...[
    described(400, "file size too large"),
    described(403, "forbidden"),
    http(413, "<html>"),
    failed("timeout"),
    failed("error"),
  ].map((reply) => ({ call: "send() an image", ...reply, act: sendPicture({}), builds: ["web"] })),
  {
    call: "send() an image",
    reply: "none: a mini-program has no XMLHttpRequest",
    act: sendPicture({ file: { data: { size: 10 } } }),
    builds: ["mini"],
  },
];

const shared = ["uploadGroupSharedFile", "uploadChatRoomSharedFile"].flatMap((method) => {
  const act = (session) =>
    void session.connection[method]({ groupId: "1", roomId: "1", file: { data: blob(10) }, ...listen(session) });
  return [
    { call: `${method}() before open()`, ...LOCAL, login: false, act },
    ...[described(403, "forbidden"), described(400, "file size too large"), failed("error")].map((reply) => ({
      call: `${method}()`,
      ...reply,
      act,
      builds: ["web"],
    })),
  ];
});

const download = (session) =>
  void session.sdk.utils.download.call(session.connection, {
    url: "http://127.0.0.1/files/1",
    id: "1",
    ...listen(session),
  });
const DOWNLOADS = [
  described(400, "bad"),
  described(401, "Unable to authenticate (OAuth)"),
  described(403, "chatfile no permission"),
  described(403, "anything else"),
  http(403, "<html>Forbidden</html>"),
  http(404, { error: "file_expired" }),
  http(404, { error: "file_not_found" }),
  http(404, "<html>Not Found</html>"),
  described(429, "reach limit"),
  described(500, "internal error"),
  described(502, "bad gateway"),
  failed("error"),
];
const downloads = [
  ...DOWNLOADS.map((reply) => ({ call: "download()", ...reply, act: download, builds: ["web"] })),
  { call: "download()", reply: "none: a mini-program has no XMLHttpRequest", act: download, builds: ["mini"] },
  ...[described(403, "chatfile no permission"), http(404, { error: "file_expired" })].map((reply) => ({
    call: "downloadGroupSharedFile()",
    ...reply,
    act: (session) =>
      void session.connection.downloadGroupSharedFile({ groupId: "1", fileId: "1", secret: "s", ...listen(session) }),
    builds: ["web"],
  })),
];

const combined = (session, given) => ({
  ...session.message({
    type: "combine",
    title: "t",
    summary: "s",
    compatibleText: "c",
    messageList: [session.message({})],
    ...listen(session),
  }),
  ...given,
});
const sendCombined = (given) => (session) => session.connection.send(combined(session, given(session)));
const disk =
  (works) =>
  ({ world }) => {
    world.state.files = {
      writeFile: (options) => (works ? options.success({}) : options.fail({ errMsg: "writeFile:fail" })),
      readFile: (options) => (works ? options.success({ data: works }) : options.fail({ errMsg: "readFile:fail" })),
    };
  };
const merged = [
  { call: "send() a combine of no message", ...LOCAL, act: sendCombined(() => ({ messageList: [] })) },
  {
    call: "send() a combine of 301 messages",
    ...LOCAL,
    act: sendCombined((session) => ({ messageList: Array(301).fill(session.message({})) })),
  },
  {
    call: "send() a combine of level 11",
    ...LOCAL,
    act: sendCombined((session) => ({ messageList: [{ ...session.message({}), combineLevel: 10 }] })),
  },
  ...[described(400, "file size too large"), described(403, "forbidden"), failed("error")].map((reply) => ({
    call: "send() a combine",
    ...reply,
    ready: disk(new Uint8Array(1).buffer),
    act: sendCombined(() => ({})),
  })),
  {
    call: "send() a combine",
    reply: "none: the file cannot be written",
    ready: disk(undefined),
    act: sendCombined(() => ({})),
    builds: ["mini"],
  },
];

const parse = ({ connection }) =>
  connection.downloadAndParseCombineMessage({ url: "http://127.0.0.1/files/1", secret: "s" });
const bytes = (...given) => Uint8Array.from(given);
const CONTENTS = [
  ["a file whose checksum is wrong", bytes(99, 109, 1, 2, 3, 4)],
  ["a file that is no combine", bytes(1, 2, 3, 4, 4)],
  ["a combine whose messages cannot be read", bytes(99, 109, 0, 0, 0, 3, 255, 255, 255, 252)],
];
const readBack = [
  ...CONTENTS.map(([reply, content]) => ({
    call: "downloadAndParseCombineMessage()",
    reply,
    ready: disk(content.buffer),
    http: { status: 200, body: content },
    act: parse,
  })),
  {
    call: "downloadAndParseCombineMessage()",
    reply: "none: the file cannot be read",
    ready: disk(undefined),
    act: parse,
    builds: ["mini"],
  },
  ...[described(403, "chatfile no permission"), failed("error")].map((reply) => ({
    call: "downloadAndParseCombineMessage()",
    ...reply,
    ready: disk(undefined),
    act: parse,
  })),
];

module.exports = { probes: [...uploads, ...parts, ...sent, ...shared, ...downloads, ...merged, ...readBack] };
