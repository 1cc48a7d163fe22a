import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SetupError } from "./processes.mjs";

/** Returns whether there is a display. */
export function hasDisplay() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== "linux" || Boolean(DISPLAY || WAYLAND_DISPLAY);
}

/**
 * Calls `use` with the variables that a windowed program needs besides `process.env`: none if there is a display,
 * otherwise those of a virtual display that lasts until the result of `use` settles.
 */
export async function withDisplay(use) {
  if (hasDisplay()) return await use({});
  const folder = mkdtempSync(join(tmpdir(), "strata-display-"));
  const authority = join(folder, "authority");
  writeFileSync(authority, cookie(), { mode: 0o600 });
  // Large enough for every window of the tests. Detached, so that Ctrl-C reaches only the program on the display, which
  // must end first.
  const args = ["-displayfd", "3", "-screen", "0", "1920x1200x24", "-nolisten", "tcp", "-auth", authority];
  const server = spawn("Xvfb", args, { stdio: ["ignore", "ignore", "ignore", "pipe"], detached: true });
  try {
    const number = await displayNumber(server);
    return await use({ DISPLAY: `:${number}`, XAUTHORITY: authority });
  } finally {
    server.kill();
    rmSync(folder, { recursive: true });
  }
}

/** Calls `use` with the variables of so many displays, each as in {@link withDisplay}. */
export async function withDisplays(count, use, displays = []) {
  if (displays.length === count) return await use(displays);
  return await withDisplay((display) => withDisplays(count, use, [...displays, display]));
}

/** The server picks a free display number and writes it once it listens. */
function displayNumber(server) {
  return new Promise((resolve, reject) => {
    let written = "";
    server.stdio[3].setEncoding("utf8").on("data", (text) => {
      written += text;
      if (written.includes("\n")) resolve(written.trim());
    });
    const fail = (why) => reject(new SetupError(`the virtual display did not start (Xvfb: ${why})`));
    server.on("error", (error) => fail(error.message));
    server.on("exit", (code, signal) => fail(`ended with ${code ?? signal}`));
  });
}

/** Writes an Xauthority file that keeps other users off the display: one cookie for any host and number. */
function cookie() {
  const counted = (bytes) => Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
  const anyHost = Buffer.from([0xff, 0xff]);
  const parts = ["", "", "MIT-MAGIC-COOKIE-1"].map((text) => counted(Buffer.from(text)));
  return Buffer.concat([anyHost, ...parts, counted(randomBytes(16))]);
}
