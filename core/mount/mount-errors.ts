import { StrataError } from "../errors.ts";

/** The error for a path that nothing is at, as in Node's `fs`. */
export function nothingAt(path: string): StrataError {
  return new StrataError("ENOENT", `There is nothing at ${quoted(path)} in the mount.`, {
    hint: "List the folder above it to see what is there.",
    data: { path },
  });
}

/** The error for a new path whose folder is not there. */
export function noFolderFor(path: string): StrataError {
  return new StrataError("ENOENT", `The folder of ${quoted(path)} is not there.`, {
    hint: "Make the folder first.",
    data: { path },
  });
}

/** The error for a link whose target nothing in the mount can be. */
export function leadsOut(link: string, target: string): StrataError {
  return new StrataError("ENOENT", `The link ${quoted(link)} leads out of the mount, to ${quoted(target)}.`, {
    hint: "Links in a mount lead to other paths of it: they are relative, and do not go above its root.",
    data: { path: link, target },
  });
}

/** The error for something that is used as a folder, and is none. */
export function notAFolder(path: string): StrataError {
  return new StrataError("ENOTDIR", `${quoted(path)} is not a folder.`, {
    hint: "Check the path; only folders have something below them.",
    data: { path },
  });
}

/** The error for a folder in the place of a file. */
export function isAFolder(path: string, hint: string): StrataError {
  return new StrataError("EISDIR", `${quoted(path)} is a folder.`, { hint, data: { path } });
}

/** The error for a name that is taken. */
export function alreadyThere(path: string): StrataError {
  return new StrataError("EEXIST", `There is something at ${quoted(path)} already.`, {
    hint: "Choose another name, or remove what is there first.",
    data: { path },
  });
}

/** The error for a folder that cannot be replaced while something is in it. */
export function notEmpty(path: string): StrataError {
  return new StrataError("ENOTEMPTY", `The folder ${quoted(path)} is not empty.`, {
    hint: "Remove what is in it first, or choose another name.",
    data: { path },
  });
}

/** The error for links that lead to each other. */
export function tooManyLinks(path: string): StrataError {
  return new StrataError("ELOOP", `${quoted(path)} leads through too many links.`, {
    hint: "Look where the links on the way to it lead; they may lead to each other.",
    data: { path },
  });
}

/** The error for an argument that makes no sense. */
export function invalid(message: string, hint: string, data: Record<string, unknown>): StrataError {
  return new StrataError("EINVAL", message, { hint, data });
}

/** The error for a mount that never was, or that is discarded. */
export function unknownMount(mount: number | string): StrataError {
  return new StrataError("UnknownReference", `There is no mount ${quoted(String(mount))}.`, {
    hint: "List the mounts to see which there are; a discarded one can be restored.",
    data: { mount },
  });
}

/** The error for a name that another open mount has. */
export function mountExists(name: string): StrataError {
  return new StrataError("EEXIST", `There is a mount ${quoted(name)} already.`, {
    hint: "Choose another name, or discard that mount first.",
    data: { mount: name },
  });
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}
