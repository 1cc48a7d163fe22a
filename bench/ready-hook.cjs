// Loaded before the app's own code. Prints when the window's page has loaded and, if the page ever says so, is usable.
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
      // The page may be closed before it is usable.
      () => undefined,
    ),
  );
});
