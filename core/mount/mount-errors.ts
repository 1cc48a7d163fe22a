import { StrataError } from "../errors.ts";

/** Returns the error for a path with nothing at it. */
export function nothingAt(path: string): StrataError {
  return new StrataError("ENOENT", `There is nothing at ${quoted(path)} in the mount.`, {
    hint: "List the folder above it to see what is there.",
    data: { path },
  });
}

/** Returns the error for a new path whose folder does not exist. */
export function noFolderFor(path: string): StrataError {
  return new StrataError("ENOENT", `The folder of ${quoted(path)} does not exist.`, {
    hint: "Make the folder first.",
    data: { path },
  });
}

/** Returns the error for a link whose target is outside of the mount. */
export function leadsOut(link: string, target: string): StrataError {
  return new StrataError("ENOENT", `The link ${quoted(link)} leads out of the mount, to ${quoted(target)}.`, {
    hint: "Links in a mount lead to other paths of it: they are relative, and do not go above its root.",
    data: { path: link, target },
  });
}

/** Returns the error for something used as a folder that is not one. */
export function notAFolder(path: string): StrataError {
  return new StrataError("ENOTDIR", `${quoted(path)} is not a folder.`, {
    hint: "Check the path; only a folder can have something below it.",
    data: { path },
  });
}

/** Returns the error for a folder where a file is needed. */
export function isAFolder(path: string, hint: string): StrataError {
  return new StrataError("EISDIR", `${quoted(path)} is a folder.`, { hint, data: { path } });
}

/** Returns the error for a path that already exists. */
export function alreadyThere(path: string): StrataError {
  return new StrataError("EEXIST", `There is something at ${quoted(path)} already.`, {
    hint: "Choose another name, or remove what is there first.",
    data: { path },
  });
}

/** Returns the error for a folder that cannot be replaced because it is not empty. */
export function notEmpty(path: string): StrataError {
  return new StrataError("ENOTEMPTY", `The folder ${quoted(path)} is not empty.`, {
    hint: "Remove what is in it first, or choose another name.",
    data: { path },
  });
}

/** Returns the error for too many links on the way, such as a cycle. */
export function tooManyLinks(path: string): StrataError {
  return new StrataError("ELOOP", `${quoted(path)} leads through too many links.`, {
    hint: "Look where the links on the way to it lead; they may lead to each other.",
    data: { path },
  });
}

/** Returns the error for an invalid argument. */
export function invalid(message: string, hint: string, data: Record<string, unknown>): StrataError {
  return new StrataError("EINVAL", message, { hint, data });
}

/** Returns the error for a mount that does not exist or is discarded. */
export function unknownMount(mount: number | string): StrataError {
  return new StrataError("UnknownReference", `There is no mount ${quoted(String(mount))}.`, {
    hint: "List the mounts to see which there are; a discarded one can be restored.",
    data: { mount },
  });
}

/** Returns the error for a mount that was discarded. */
export function mountDiscarded({ id, name }: { readonly id: number; readonly name: string }): StrataError {
  return new StrataError("UnknownReference", `The mount ${quoted(name)} was discarded.`, {
    hint: `Restore it to go on with it: strata mount restore ${id}.`,
    data: { mount: id, discarded: true },
  });
}

/** Returns the error for the name of another open mount. */
export function mountExists(name: string): StrataError {
  return new StrataError("EEXIST", `There is a mount ${quoted(name)} already.`, {
    hint: "Choose another name, or discard that mount first.",
    data: { mount: name },
  });
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}
