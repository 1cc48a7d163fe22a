import type { ChangeItem } from "../../api/queries.ts";
import { bytes } from "../../components/format.ts";
import { text } from "../../strings/index.ts";

const PERMISSIONS = 0o777;
const RUNNABLE = 0o111;

/** Writes how large a changed file was and is; of a side that is no file nothing is said. */
export function sizeWords({ before, after }: ChangeItem): string {
  const [was, is] = [before, after].map((side) => (side?.type === "file" ? bytes(side.size) : ""));
  if (!was || !is) return was || is || "";
  return was === is ? is : text.compare.sizes(was, is);
}

/** Describes a path's changes besides its content: its kind and its mode. */
export function remarksOn({ before, after }: ChangeItem): string[] {
  if (before === undefined || after === undefined) return [];
  const { compare } = text;
  if (before.type !== after.type)
    return [compare.became(compare.types[before.type], compare.types[after.type])];
  const remarks: string[] = [];
  const [was, is] = [before.mode & PERMISSIONS, after.mode & PERMISSIONS];
  if (before.type === "file" && was !== is) {
    const [ran, runs] = [(was & RUNNABLE) !== 0, (is & RUNNABLE) !== 0];
    if (ran === runs) remarks.push(compare.mode(was.toString(8), is.toString(8)));
    else remarks.push(runs ? compare.executable : compare.notExecutable);
    if (before.id === after.id) remarks.push(compare.sameContent);
  }
  return remarks;
}
