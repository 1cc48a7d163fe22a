import type * as Api from "monaco-editor/editor";
import { useEffect, useState } from "react";

/** The editor's interface. */
export type Monaco = typeof Api;

let loading: Promise<Monaco> | undefined;
let loaded: Monaco | undefined;

/** Loads the editor, which takes longer than the rest of the window together, when it is needed first. */
export function loadMonaco(): Promise<Monaco> {
  loading ??= import("./engine.ts").then(({ monaco }) => {
    loaded = monaco;
    return monaco;
  });
  return loading;
}

/** Returns the editor if it is loaded, without loading it. */
export function loadedMonaco(): Monaco | undefined {
  return loaded;
}

/** Returns the editor; undefined until it is loaded. */
export function useMonaco(): Monaco | undefined {
  const [monaco, setMonaco] = useState(loaded);
  useEffect(() => {
    if (monaco === undefined) void loadMonaco().then((each) => setMonaco(() => each));
  }, [monaco]);
  return monaco;
}
