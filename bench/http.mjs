import { spawn } from "node:child_process";
import { randomFillSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { program, root, SetupError } from "../scripts/processes.mjs";
import { setUp } from "../scripts/setup.mjs";
import { strata } from "./measured.mjs";

const UPLOAD = 2e9;
const PIECE = 1024 * 1024;
const LIMIT = 150e6;
const CALLS = 2000;

/**
 * Measures the server: an upload of 2 GB of random bytes and its download as an archive, how much more memory that takes, reads meanwhile,
 * and small calls. The store is in the temporary folder, on the disk. Fails if an upload takes 150 MB or more.
 */
async function bench() {
  setUp();
  const scratch = mkdtempSync(join(tmpdir(), "strata-bench-"));
  const [store, tokenFile] = [join(scratch, "store"), join(scratch, "token")];
  strata(scratch, ["init", "--store", store]);
  const args = ["serve", "--port", "0", "--token-file", tokenFile, "--store", store, "--json"];
  const server = spawn(process.execPath, [join(root, "dist/strata.js"), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const { url } = await begun(server);
    const api = { url, headers: { Authorization: `Bearer ${readFileSync(tokenFile, "utf8").trim()}` } };
    await call(api, "/api/fs/labels");
    const rest = memory(server.pid);
    await upload(api, "small", 1000);
    const reads = [];
    const began = performance.now();
    let done = false;
    const watching = (async () => {
      while (!done) {
        const at = performance.now();
        await call(api, "/api/fs/labels/small/log");
        reads.push(performance.now() - at);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    })();
    peak.reset(server.pid);
    await upload(api, "big", UPLOAD);
    const took = performance.now() - began;
    done = true;
    await watching;
    const more = peak.read(server.pid) - rest;
    line(
      "upload of 2 GB",
      `${(UPLOAD / 1e3 / took).toFixed(0)} MB/s, ${mb(more)} more memory at most`,
      `< ${mb(LIMIT)}`,
    );
    line(
      "a read meanwhile",
      `${median(reads).toFixed(1)} ms median, ${Math.max(...reads).toFixed(0)} ms worst of ${reads.length}`,
      "",
    );
    peak.reset(server.pid);
    const [fetching, before] = [performance.now(), memory(server.pid)];
    const bytes = await call(api, "/api/archives/big");
    const speed = bytes / 1e3 / (performance.now() - fetching);
    line(
      "download as a tar",
      `${speed.toFixed(0)} MB/s, ${mb(peak.read(server.pid) - before)} more memory at most`,
      "",
    );
    const calling = performance.now();
    for (let no = 0; no < CALLS; no++) await call(api, "/api/fs/labels/small");
    line(
      "one small call after the other",
      `${(CALLS / ((performance.now() - calling) / 1000)).toFixed(0)} a second`,
      "",
    );
    return more < LIMIT ? 0 : 1;
  } finally {
    server.kill();
    await new Promise((resolve) => server.once("exit", resolve));
    rmSync(scratch, { recursive: true });
  }
}

function begun(server) {
  return new Promise((resolve, reject) => {
    let text = "";
    server.stdout.on("data", (piece) => {
      text += piece;
      if (text.trimEnd().endsWith("}")) resolve(JSON.parse(text));
    });
    server.once("exit", (code) => reject(new SetupError(`strata serve ended with ${code}`)));
  });
}

/** Uploads an archive of one file of random bytes. */
async function upload({ url, headers }, label, size) {
  const { pack } = await import("tar-stream");
  const archive = pack();
  const answer = new Promise((resolve, reject) => {
    const sent = request(`${url}/api/uploads?label=${label}`, {
      method: "POST",
      headers: { ...headers, "Content-Type": "application/x-tar" },
    });
    sent.on("error", reject).on("response", (response) => {
      let text = "";
      response.on("data", (piece) => {
        text += piece;
      });
      response.on("end", () => (response.statusCode === 200 ? resolve(text) : reject(new Error(text))));
    });
    (async () => {
      for await (const piece of archive)
        if (!sent.write(piece)) await new Promise((resolve) => sent.once("drain", resolve));
      sent.end();
    })().catch(reject);
  });
  const entry = archive.entry({ name: "random.bin", size }, () => archive.finalize());
  for (let left = size; left > 0; left -= PIECE) {
    const piece = randomFillSync(Buffer.allocUnsafe(Math.min(PIECE, left)));
    if (!entry.write(piece)) await new Promise((resolve) => entry.once("drain", resolve));
  }
  entry.end();
  await answer;
}

/** Asks for something and returns the number of bytes of the answer. */
function call({ url, headers }, path) {
  return new Promise((resolve, reject) => {
    request(url + path, { headers }, (response) => {
      let bytes = 0;
      response.on("data", (piece) => {
        bytes += piece.length;
      });
      response.on("end", () =>
        response.statusCode === 200 ? resolve(bytes) : reject(new Error(`${path}: ${response.statusCode}`)),
      );
    })
      .on("error", reject)
      .end();
  });
}

/** The most memory of a process since the last reset, as Linux counts it. */
const peak = {
  reset: (pid) => writeFileSync(`/proc/${pid}/clear_refs`, "5"),
  read: (pid) => status(pid, "VmHWM"),
};

/** Returns the memory of a process in bytes. */
function memory(pid) {
  return status(pid, "VmRSS");
}

function status(pid, name) {
  const [, kilobytes] =
    new RegExp(`${name}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) * 1024;
}

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function mb(bytes) {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

function line(what, figure, target) {
  console.log(`${what.padEnd(32)}${figure.padEnd(52)}${target}`.trimEnd());
}

await program(bench);
