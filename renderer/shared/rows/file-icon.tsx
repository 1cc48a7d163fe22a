import {
  Database,
  File,
  FileArchive,
  FileAudio,
  FileBraces,
  FileCode,
  FileCog,
  FileImage,
  FileSymlink,
  FileTerminal,
  FileText,
  FileVideo,
  Folder,
  type LucideIcon,
} from "lucide-react";
import { type IconKind, iconKind } from "./icon-kind.ts";

const ICONS: Readonly<Record<IconKind, LucideIcon>> = {
  folder: Folder,
  link: FileSymlink,
  code: FileCode,
  data: FileBraces,
  text: FileText,
  image: FileImage,
  audio: FileAudio,
  video: FileVideo,
  archive: FileArchive,
  database: Database,
  script: FileTerminal,
  settings: FileCog,
  file: File,
};

interface FileIconProps {
  readonly path: string;
  readonly type: "file" | "symlink" | "directory";
}

/** The icon of a snapshot's entry. */
export function FileIcon({ path, type }: FileIconProps) {
  const Icon = ICONS[iconKind(path, type)];
  return <Icon size={16} strokeWidth={1.75} aria-hidden />;
}
