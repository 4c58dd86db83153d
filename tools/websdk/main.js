"use strict";
// Run every probe and write what came out to a folder: see README.md.

const fs = require("node:fs");
const path = require("node:path");
const { run } = require("./lib/probe.js");
const { codes, messages } = require("./lib/source.js");
const { FOLDER, makeWorld } = require("./lib/world.js");

const VERSION = require("./package.json").dependencies["easemob-websdk"];
const ROOMS = ["open", "socket", "send", "http", "files", "callbacks", "voice", "local", "methods"];
const SHOWN = 3;

async function facts() {
  const lines = [];
  for (const room of ROOMS) {
    for (const probe of require(`./cases/${room}.js`).probes) {
      for (const build of probe.builds ?? ["web", "mini"]) lines.push(...(await run(build, probe)));
    }
  }
  return lines;
}

// Which calls got a message, as far as a probe saw it.
function raisers(lines, code, message) {
  const start = message.endsWith("…") ? message.slice(0, -1) : undefined;
  const says = (line) => {
    const said = line.message ?? line.reason ?? line.data?.reason;
    if (code !== "") return (line.type ?? line.code) === code && said === message;
    return typeof said === "string" && (start ? said.startsWith(`Error: ${start}`) : said === `Error: ${message}`);
  };
  const calls = [...new Set(lines.filter(says).map((line) => line.call))];
  return calls.length > SHOWN ? `${calls.slice(0, SHOWN).join("; ")}; …` : calls.join("; ");
}

async function main(folder) {
  const [mini, uni] = ["miniProgram", "uniApp"].map((name) =>
    fs.readFileSync(path.join(FOLDER, name, "Easemob-chat.js"), "utf8"),
  );
  if (mini !== uni) throw new Error("the build for uniApp is no longer the one for mini-programs: ask it too");
  const lines = await facts();
  const { statusCode } = makeWorld("web").sdk;
  const said = messages(statusCode).map(([code, name, message, builds]) => [
    code,
    name,
    message,
    builds,
    raisers(lines, code, message),
  ]);
  const write = (name, content) => fs.writeFileSync(path.join(folder, name), `${content.join("\n")}\n`);
  fs.mkdirSync(folder, { recursive: true });
  write(
    `web_${VERSION}.jsonl`,
    lines.map((line) => JSON.stringify(line)),
  );
  write(
    `web_${VERSION}_codes.jsonl`,
    codes(statusCode).map((code) => JSON.stringify(code)),
  );
  write(`web_${VERSION}_messages.tsv`, [
    "code\tname\tmessage\tbuilds\traised by",
    ...said.map((row) => row.join("\t")),
  ]);
}

main(process.argv[2]).then(
  () => process.exit(0), // timers of the SDK's own would keep Node running
  (error) => {
    process.stderr.write(`${error?.stack ?? JSON.stringify(error)}\n`);
    process.exit(1);
  },
);
