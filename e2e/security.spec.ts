import { join } from "node:path";
import { axe, expect, invoke, test } from "./app.ts";
import { writeFiles } from "./folders.ts";

test("the page has nothing of Node, and runs only what came with the app", async ({ launch }) => {
  const { page } = await launch();
  const found = await page.evaluate(async () => {
    const violations: string[] = [];
    document.addEventListener("securitypolicyviolation", (event) =>
      violations.push(event.effectiveDirective),
    );
    const refused = async (what: () => unknown) => {
      try {
        await what();
        return false;
      } catch {
        return true;
      }
    };
    const script = document.createElement("script");
    script.textContent = "window.inlineRan = true";
    document.head.append(script);
    return {
      node: ["require", "process", "module", "Buffer"].filter((name) => name in window),
      bridge: Object.keys(window.strata).sort(),
      inline: "inlineRan" in window,
      network: await refused(() => fetch("https://example.com/")),
      loopback: await refused(() => fetch("http://127.0.0.1:9/")),
      file: await refused(() => fetch("file:///etc/passwd")),
      opened: window.open("https://example.com/") === null,
      evaluated: await new Promise((resolve) => setTimeout(() => resolve("timerRan" in window), 50)),
      camera: await refused(() => navigator.mediaDevices.getUserMedia({ video: true })),
      notification: await Notification.requestPermission(),
    };
  });
  expect(found).toEqual({
    node: [],
    bridge: ["control", "invoke", "onEvent", "pathsOf", "shell"],
    inline: false,
    network: true,
    loopback: true,
    file: true,
    opened: true,
    evaluated: false,
    camera: true,
    notification: "denied",
  });
});

test("the window stays where it is, and its files are all that its scheme has", async ({ launch }) => {
  const { page } = await launch();
  const url = page.url();
  await page.evaluate(() => {
    location.href = "https://example.com/";
    const link = document.createElement("a");
    link.href = "file:///etc/passwd";
    link.target = "_blank";
    document.body.append(link);
    link.click();
  });
  const statuses = await page.evaluate(async () => {
    const paths = [
      "/index.html",
      "/../../package.json",
      "/%2e%2e/%2e%2e/package.json",
      "/nothing.js",
      "//etc/passwd",
    ];
    return await Promise.all(paths.map(async (path) => (await fetch(`app://strata${path}`)).status));
  });
  expect(statuses).toEqual([200, 404, 404, 404, 404]);
  expect(page.url()).toBe(url);
});

test("only the window itself is answered, and only what makes sense", async ({ launch }) => {
  const { app, page } = await launch();
  const answer = (channel: string, request: unknown) =>
    page.evaluate(
      ([name, input]) => window.strata.invoke("test", name as never, input as never),
      [channel, request],
    );
  expect(await answer("no such command", {})).toMatchObject({ ok: false, error: { code: "BadInput" } });
  expect(await answer("constructor", {})).toMatchObject({ ok: false, error: { code: "BadInput" } });
  expect(await answer("tree", { ref: 7 })).toMatchObject({ ok: false, error: { code: "BadInput" } });
  expect(await answer("labels", { sort: "name", other: 1 })).toMatchObject({
    ok: false,
    error: { code: "BadInput" },
  });
  const malformed = await page.evaluate(() => window.strata.shell({ do: "format the disk" } as never));
  expect(malformed).toMatchObject({ ok: false, error: { code: "BadInput" } });

  // Another window with the same preload is not the app's window, wherever it is.
  const foreign = await app.evaluate(async ({ BrowserWindow, app }) => {
    const preload = `${app.getAppPath()}/dist/preload.cjs`;
    const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
    const answers: unknown[] = [];
    for (const url of ["app://strata/index.html", "data:text/html,<p>foreign"]) {
      await other.loadURL(url);
      answers.push(await other.webContents.executeJavaScript('window.strata.invoke("x", "labels", {})'));
    }
    other.destroy();
    return answers;
  });
  const refusal = {
    ok: false,
    error: { code: "BadInput", message: "Only the window of Strata may ask for this." },
  };
  expect(foreign).toEqual([expect.objectContaining(refusal), expect.objectContaining(refusal)]);
});

test("what is in a snapshot stays content, however it is named", async ({ launch, scratch }) => {
  const script = "<script>document.title = 'owned'; parent.document.title = 'owned'</script>";
  const folder = writeFiles(join(scratch, "hostile"), {
    "<img src=x onerror=alert(1)>.html": script,
    "picture.svg": `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">${script}</svg>`,
    "right-to-left \u202Egpj.exe": "not a picture",
    "new\nline.txt": "two lines in a name",
    "not-a-database.sqlite": `SQLite format 3\0${"x".repeat(5000)}`,
  });
  const { page } = await launch();
  await invoke(page, "import", { paths: [folder], label: "hostile" });
  const rows = page.locator('[data-screen="files"] [data-path]');
  await expect(rows).toHaveCount(5);
  for (let row = 0; row < 5; row++) {
    await rows.nth(row).click();
    await expect(rows.nth(row)).toHaveAttribute("aria-selected", "true");
    await expect(
      page.locator('[data-screen="files"]').getByRole("region", { name: "Preview" }),
    ).toBeVisible();
  }
  await expect(page.getByText("Not found")).toHaveCount(0);
  expect(await page.title()).toBe("Strata");
  await axe(page);
});
