import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withDisplay } from "./display.mjs";
import { program, root } from "./processes.mjs";
import { electronArguments } from "./runtime.mjs";
import { ensureDependencies, setUpElectron } from "./setup.mjs";

const SIZE = 512;
const assets = join(root, "electron", "assets");

/** Draws icon.png from icon.svg with the app's own browser. */
async function icon() {
  ensureDependencies();
  const { binary } = await setUpElectron();
  const { _electron } = await import("@playwright/test");
  const page = `<body style="margin:0">${readFileSync(join(assets, "icon.svg"), "utf8")}</body>`;
  await withDisplay(async (display) => {
    const app = await _electron.launch({
      executablePath: binary,
      args: [join(root, "scripts", "blank-app"), ...electronArguments()],
      env: { ...process.env, ...display },
    });
    const png = await app.evaluate(draw, { page, size: SIZE });
    await app.close();
    writeFileSync(join(assets, "icon.png"), Buffer.from(png, "base64"));
  });
}

/** Runs in Electron's main process: renders the picture in a hidden window of its size, without a background. */
async function draw({ BrowserWindow }, { page, size }) {
  const window = new BrowserWindow({
    width: size,
    height: size,
    frame: false,
    transparent: true,
    show: false,
    webPreferences: { offscreen: true },
  });
  await window.loadURL(`data:text/html;base64,${btoa(page)}`);
  const picture = await window.webContents.capturePage({ x: 0, y: 0, width: size, height: size });
  return picture.toPNG().toString("base64");
}

await program(icon);
