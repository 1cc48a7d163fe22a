// Loaded before an app's own code: prints when its window's page has loaded and, where the page ever says so, is usable.
const { app } = require("electron");

const usable = `new Promise((resolve) => {
  const root = document.documentElement;
  const look = () => root.dataset.ready === "true" && resolve();
  new MutationObserver(look).observe(root, { attributes: true });
  look();
})`;

app.on("web-contents-created", (_, contents) => {
  contents.once("did-finish-load", () => console.log("bench: loaded"));
  contents.once("dom-ready", () =>
    contents.executeJavaScript(usable).then(
      () => console.log("bench: usable"),
      // The page may be gone before it is usable.
      () => undefined,
    ),
  );
});
