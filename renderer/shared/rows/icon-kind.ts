/** The kind of a file, guessed from its name. */
export type IconKind =
  | "folder"
  | "link"
  | "code"
  | "data"
  | "text"
  | "image"
  | "audio"
  | "video"
  | "archive"
  | "database"
  | "script"
  | "settings"
  | "file";

const EXTENSIONS: Readonly<Partial<Record<IconKind, string>>> = {
  code: "c cc cpp cs css dart ex go h hpp html java js jsx kt less lua m mjs cjs mts php pl py r rb rs scala scss sql svelte swift ts tsx vb vue wgsl",
  data: "json jsonl json5 xml yaml yml toml csv tsv geojson ipynb parquet",
  text: "txt md markdown rst tex log org adoc pdf doc docx odt rtf",
  image: "png jpg jpeg gif webp avif bmp ico svg tif tiff heic psd",
  audio: "mp3 wav flac ogg m4a aac opus",
  video: "mp4 mov mkv webm avi m4v",
  archive: "zip tar gz tgz bz2 xz zst 7z rar jar dmg iso deb rpm",
  database: "db sqlite sqlite3 db3",
  script: "sh bash zsh bat cmd ps1",
  settings: "ini cfg conf env properties lock editorconfig gitignore gitattributes npmrc",
};

const BY_EXTENSION = new Map(
  Object.entries(EXTENSIONS).flatMap(([kind, names]) =>
    names.split(" ").map((name) => [name, kind as IconKind] as const),
  ),
);

/** Picks the icon of an entry of a folder. */
export function iconKind(path: string, type: "file" | "symlink" | "directory"): IconKind {
  if (type === "directory") return "folder";
  if (type === "symlink") return "link";
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  return BY_EXTENSION.get(name.slice(name.lastIndexOf(".") + 1)) ?? "file";
}
