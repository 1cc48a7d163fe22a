import { readFileSync } from "node:fs";
import Module from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { app } from "electron";

// Replaces the app with which Electron runs `electron <folder>`; the fallback runtime lacks it.

const { folder, required } = readArguments(process.argv.slice(1));
// Test drivers use --require, which must run before any code of the app.
if (required.length > 0) Module._preloadModules(required);
try {
  await startApp(folder);
} catch (error) {
  // Electron would show a dialog and wait, which nobody would see here.
  console.error(error);
  app.exit(1);
}

function readArguments(given) {
  const required = [];
  while (given.length > 0) {
    const argument = given.shift();
    if (argument === "-r" || argument === "--require") required.push(given.shift());
    else if (!argument.startsWith("-")) return { folder: resolve(argument), required };
  }
  return { folder: process.cwd(), required };
}

async function startApp(folder) {
  Object.defineProperty(process, "defaultApp", { value: true, enumerable: true });
  const { name, productName, version, main } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  app.name = productName ?? name;
  app.setVersion(version);
  app.setAppPath(folder);
  await import(pathToFileURL(join(folder, main)).href);
}
