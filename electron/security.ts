import type { App, Session, WebPreferences } from "electron";

/** The content security policy of the window: its own files only. Monaco needs inline styles. */
export const WINDOW_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The content security policy of a snapshot's files: an SVG image may have styles, and nothing else. */
export const CONTENT_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'";

/** Confines the window's page. */
export const WALLS: WebPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
  spellcheck: false,
  navigateOnDragDrop: false,
};

/** Keeps every page from navigating elsewhere and from opening windows. */
export function keepInside(app: App): void {
  app.on("web-contents-created", (_, contents) => {
    contents.on("will-navigate", (event) => event.preventDefault());
    contents.on("will-frame-navigate", (event) => event.preventDefault());
    contents.on("will-redirect", (event) => event.preventDefault());
    contents.on("will-attach-webview", (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: "deny" }));
  });
}

/**
 * Denies every permission, every download, and all network access, since the app needs none of them. In development
 * the window's source may name one WebSocket.
 */
export function refuseAll(session: Session, socket?: string): void {
  session.setPermissionRequestHandler((_, __, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on("will-download", (event) => event.preventDefault());
  // The spell checker would download dictionaries.
  session.setSpellCheckerEnabled(false);
  const urls = ["http", "https", "ws", "wss", "ftp"].map((scheme) => `${scheme}://*/*`);
  session.webRequest.onBeforeRequest({ urls }, ({ url }, answer) =>
    answer({ cancel: socket === undefined || !url.startsWith(`${socket}/`) }),
  );
}
