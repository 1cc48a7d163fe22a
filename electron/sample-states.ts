/** A row of the sample's database: name, bed, when it was sown, kilogrammes harvested. */
export type Plant = readonly [name: string, bed: number, sown: string | null, harvest: number | null];

/** A state of the sample's folder, and the message of the move to it. */
export interface SampleState {
  readonly message: string;
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  readonly plants: readonly Plant[];
}

// Each numbered folder has the files that are new or different in that state.
const texts = import.meta.glob("./sample/*/**/*.{md,csv,txt,svg}", {
  query: "?raw",
  import: "default",
  eager: true,
});
const images = import.meta.glob("./sample/**/*.png", { query: "?inline", import: "default", eager: true });

const march: readonly Plant[] = [
  ["carrots", 1, "2024-03-16", null],
  ["onions", 1, "2024-03-16", null],
  ["lettuce", 2, "2024-03-23", null],
  ["radishes", 2, "2024-03-23", null],
];
const april: readonly Plant[] = [
  ...march.slice(0, 2),
  ["lettuce", 2, "2024-04-06", null],
  ["radishes", 2, "2024-03-23", null],
  ["potatoes", 3, "2024-04-13", null],
  ["beans", 4, "2024-04-27", null],
];
const may: readonly Plant[] = [
  ...march.slice(0, 2),
  ["radishes", 2, "2024-03-23", 0.4],
  ["potatoes", 3, "2024-04-13", null],
  ["beans", 4, "2024-04-27", null],
  ["spinach", 2, "2024-05-11", null],
  ["tomatoes", 2, "2024-05-18", null],
];

/** The states of the sample, oldest first. */
export const sampleStates: readonly SampleState[] = [
  { message: "The garden as we found it", files: filesUntil(1), plants: march },
  { message: "A fourth bed, and lettuce once more", files: filesUntil(2), plants: april },
  { message: "Tomatoes, and a second barrel", files: without(filesUntil(3), "notes/march.txt"), plants: may },
];

/** Returns the files of a state: of each file the latest one so far. */
function filesUntil(state: number): Map<string, string | Uint8Array> {
  const files = new Map<string, string | Uint8Array>();
  for (let number = 1; number <= state; number++) {
    const folder = `./sample/${number}/`;
    for (const [path, text] of below(texts, folder)) files.set(path, text);
    for (const [path, dataUrl] of below(images, folder)) files.set(path, bytesOf(dataUrl));
  }
  return files;
}

function below(files: Record<string, string>, folder: string): [path: string, content: string][] {
  return Object.entries(files)
    .filter(([path]) => path.startsWith(folder))
    .map(([path, content]) => [path.slice(folder.length), content]);
}

function without<T>(files: Map<string, T>, path: string): Map<string, T> {
  files.delete(path);
  return files;
}

function bytesOf(dataUrl: string): Uint8Array {
  return Buffer.from(dataUrl.slice(dataUrl.indexOf(",") + 1), "base64");
}
