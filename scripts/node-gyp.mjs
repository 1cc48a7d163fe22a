import { spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { dirname, join } from "node:path";

/** Runs node-gyp, npm's bundled one if found, and returns whether it succeeded. Its output goes to `log`. */
export function nodeGyp(args, log, options) {
  const [command, ...before] = locate();
  const all = [...before, ...args, ...headers()];
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, "w");
  const result = spawnSync(command, all, {
    shell: command === "npx",
    stdio: ["ignore", output, output],
    ...options,
  });
  closeSync(output);
  return result.status === 0;
}

function locate() {
  const prefix = dirname(dirname(process.execPath));
  const npmFolders = [
    process.env.npm_execpath && dirname(dirname(process.env.npm_execpath)),
    join(prefix, "lib", "node_modules", "npm"),
    join(dirname(process.execPath), "node_modules", "npm"),
  ];
  for (const folder of npmFolders) {
    const script = folder && join(folder, "node_modules", "node-gyp", "bin", "node-gyp.js");
    if (script && existsSync(script)) return [process.execPath, script];
  }
  return ["npx", "--yes", "node-gyp"];
}

/** Returns the folder of Node's headers if they are installed, which saves node-gyp a download. */
function headers() {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, "include", "node", "node_api.h")) ? [`--nodedir=${prefix}`] : [];
}
