"use strict";
// What the SDK's source says of itself: its codes, where it refers to them, and the messages that it writes itself.

const fs = require("node:fs");
const path = require("node:path");
const { FOLDER, source } = require("./world.js");

const BUILDS = ["web", "mini"];

/** Return every code of the enum: whether status.d.ts declares it, and how often each build refers to it. */
function codes(statusCode) {
  const declared = fs.readFileSync(path.join(FOLDER, "status.d.ts"), "utf8");
  const count = (build, name) => [...source(build).matchAll(new RegExp(`\\.${name}\\b(?!=[^=])`, "g"))].length;
  return Object.entries(statusCode)
    .filter(([, code]) => typeof code === "number")
    .map(([name, code]) => ({
      code,
      name,
      declared: new RegExp(`\\t${name} =`).test(declared),
      references: Object.fromEntries(BUILDS.map((build) => [build, count(build, name)])),
    }))
    .sort((first, second) => first.code - second.code || (first.name < second.name ? -1 : 1));
}

const STRING = String.raw`"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'`;
// The field of an error that says what happened, which may be chosen between several strings.
const FIELD = new RegExp(
  String.raw`(?:^|[{,])(?:message|reason):((?:[^,"']|${STRING.replace(/\((?!\?)/g, "(?:")})*)`,
  "g",
);
const unquoted = (first, second) => JSON.parse(`"${first ?? second.replace(/"/g, '\\"').replace(/\\'/g, "'")}"`);

// The object literal around a place of the source, without what is nested in it.
function literal(text, at) {
  let depth = 0;
  let start = at;
  for (; start > 0; start -= 1) {
    if (text[start] === "}") depth += 1;
    else if (text[start] === "{" && depth-- === 0) break;
  }
  let flat = "";
  depth = 0;
  for (let end = start; end < text.length && end < start + 2000; end += 1) {
    const character = text[end];
    if (character === '"' || character === "'") {
      const [whole] = new RegExp(STRING, "y").exec(text.slice(end)) ?? [character];
      if (depth === 1) flat += whole;
      end += whole.length - 1;
      continue;
    }
    if ("{([".includes(character)) depth += 1;
    if ("})]".includes(character)) depth -= 1;
    if (depth === 0) break;
    if (depth === 1) flat += character;
  }
  return flat;
}

const KINDS = {
  // {type: code, message: "…"}
  *objects(text) {
    for (const match of text.matchAll(/\b(?:type|code):\w+\.([A-Z][A-Z0-9_]{3,})\b/g)) {
      for (const [, field] of literal(text, match.index).matchAll(FIELD)) {
        for (const told of field.matchAll(new RegExp(STRING, "g"))) yield [match[1], unquoted(told[1], told[2])];
      }
    }
  },
  // type = code, status.reason = "…"
  *reasons(text) {
    for (const match of text.matchAll(
      new RegExp(String.raw`=\w+\.([A-Z_]{4,}),\w+\.status\.reason=(?:${STRING})`, "g"),
    )) {
      yield [match[1], unquoted(match[2], match[3])];
    }
  },
  // refused(code, "…")
  *arguments(text) {
    for (const match of text.matchAll(new RegExp(String.raw`\b\w+\(\w+\.([A-Z_]{4,}),(?:${STRING})`, "g")))
      yield [match[1], unquoted(match[2], match[3])];
  },
  // throw Error("…")
  *errors(text) {
    for (const match of text.matchAll(new RegExp(String.raw`\bError\((?:${STRING})(\.concat|\+)?`, "g"))) {
      yield ["", unquoted(match[1], match[2]) + (match[3] ? "…" : "")];
    }
  },
};

// Errors of libraries inside the SDK, which nobody who calls it sees.
const FOREIGN =
  /^(illegal|invalid (?!param|app|custom)|unterminated|duplicate|no such|Generator|index out|root must|parent must|type must|name must|fields? |extension|You must supply|log\.setLevel|No console|not extendable|not supported|unresolvable|id |path|empty|non-zero|interior|radix|division|Event Report|biz is|length |max length|already ended|parameter count|name \x27|status |unsupported hash)/i;

/** Return every message of the SDK's own, with its codes in a build. */
function messages(statusCode) {
  const found = new Map();
  for (const build of BUILDS) {
    const text = source(build);
    for (const read of Object.values(KINDS)) {
      for (const [name, message] of read(text)) {
        if (!message || (name === "" ? FOREIGN.test(message) : statusCode[name] === undefined)) continue;
        const key = JSON.stringify([name === "" ? "" : statusCode[name], name, message]);
        found.set(key, (found.get(key) ?? new Set()).add(build));
      }
    }
  }
  return [...found]
    .map(([key, builds]) => [...JSON.parse(key), [...builds].join(" ")])
    .sort(
      ([first, , message], [second, , other]) =>
        Number(first) - Number(second) || (first === "") - (second === "") || (message < other ? -1 : 1),
    );
}

module.exports = { codes, messages };
