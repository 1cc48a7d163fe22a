/** The main process's texts for people, in one place. */
export const words = {
  menu: {
    file: "&File",
    importFolder: "Import Folder…",
    importFiles: "Import Files…",
    snapshotNow: "Snapshot Now",
    export: "Export…",
    checkStore: "Check Store…",
    settings: "Settings…",
    edit: "&Edit",
    undo: "Undo",
    redo: "Redo",
    view: "&View",
    focusLabels: "Labels",
    focusHistory: "History",
    focusFiles: "Files",
    storage: "Storage",
    filterLabels: "Filter Labels",
    theme: "Theme",
    themes: { system: "System", light: "Light", dark: "Dark" },
    zoom: { reset: "Actual Size", in: "Zoom In", out: "Zoom Out" },
    history: "&History",
    compare: "Compare with Previous",
    compareWith: "Compare With…",
    timeSlider: "Time Slider",
    restore: "Restore…",
    reset: "Restore to Here",
    startLabel: "Start a Label Here…",
    openWorking: "Open Working Copy",
    pushWorking: "Push…",
    mergeInto: "Merge Into…",
    keepMove: "Keep for Good",
    releaseMove: "No Longer Keep",
    retention: "Retention…",
    window: "&Window",
    help: "H&elp",
    keys: "Keyboard Shortcuts",
    about: "About Strata",
    developerTools: "Developer Tools",
  },
  about: {
    copyright: "Free software under the MIT license",
    runtime: (electron: string, chromium: string) => `Electron ${electron}, Chromium ${chromium}`,
  },
  pick: {
    "import-files": "Import files",
    "import-folder": "Import a folder",
    "target-folder": "Choose where to export to",
    "label-folder": "Choose the label’s folder",
    "merged-file": "Choose the merged file",
    store: "Choose the store’s folder",
    "new-place": "Choose an empty folder to move the store to",
    zip: "Export as a zip archive",
    tar: "Export as a tar archive",
  },
  quit: {
    question: "Stop and quit?",
    detail:
      "An import or export is still running. What was read so far is kept, and the import can be resumed later.",
    stop: "Stop and Quit",
    keepGoing: "Keep Going",
  },
  crash: {
    question: "The window stopped working again",
    detail: "Your snapshots are safe. You can reload the window or quit.",
    reload: "Reload",
    quit: "Quit",
    defect: "Strata ran into a problem",
    defectDetail: (message: string) =>
      `${message}\n\nYour snapshots are safe. If Strata behaves strangely, quit and start it again.`,
  },
  imported: {
    title: (label: string) => `Imported “${label}”`,
    unchanged: "Nothing had changed.",
    changed: (files: number, { added, modified, removed }: ChangeCounts) =>
      `${number(files)} files: ${number(added)} added, ${number(modified)} changed, ${number(removed)} removed.`,
    failed: (label: string) => `Could not import “${label}”`,
  },
  cannotOpen: (why: string) => `The desktop cannot open the text: ${why}`,
  cannotOpenHint: "Drag the file out of the window instead, or export it.",
  drag: {
    tooLarge: "This is too large to write to a temporary file.",
    tooLargeHint: "Use Export, which shows its progress and can be cancelled.",
    noFile: (name: string) => `${JSON.stringify(name)} is no file.`,
    noName: (name: string) => `${JSON.stringify(name)} cannot be the name of a file or folder.`,
  },
  storeInUse: {
    message: "An import or export is running in this store.",
    hint: "Wait for it or cancel it, then choose another store.",
  },
  notForTheWindow: (command: string) => `The window cannot ask for ${JSON.stringify(command)}.`,
  tooMuchAtOnce: (command: string) => `The window asked for too much of ${JSON.stringify(command)} at once.`,
  tooMuchAtOnceHint: (most: number) => `Ask for pages of at most ${number(most)}.`,
  withoutDetails: "Ask for it without details.",
  notAbsolute: (path: string) => `${JSON.stringify(path)} is not an absolute path.`,
  notThere: (path: string) => `There is nothing at ${path} any more.`,
} as const;

interface ChangeCounts {
  readonly added: number;
  readonly modified: number;
  readonly removed: number;
}

function number(value: number): string {
  return value.toLocaleString();
}
