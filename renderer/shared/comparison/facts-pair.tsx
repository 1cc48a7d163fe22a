import type { ChangeItem, Preview } from "../../api/queries.ts";
import { bytes, count } from "../../components/format.ts";
import { text } from "../../strings/index.ts";
import { CopyId } from "../copy-id.tsx";
import styles from "./facts-pair.module.css";

type Side = NonNullable<ChangeItem["before"]>;

interface FactsPairProps {
  readonly before: Side | undefined;
  readonly after: Side | undefined;
  readonly previews: { readonly before: Preview | undefined; readonly after: Preview | undefined };
}

/** Shows the known facts of both sides, where contents cannot be shown side by side. */
export function FactsPair({ before, after, previews }: FactsPairProps) {
  const { facts } = text.compare;
  const sides = [
    { name: text.compare.before, side: before, kind: previews.before?.kind },
    { name: text.compare.after, side: after, kind: previews.after?.kind },
  ].filter(({ side }) => side !== undefined);
  const hasSize = sides.some(({ side }) => side?.type === "file");
  const hasTarget = sides.some(({ side }) => side?.target !== undefined);
  const hasId = sides.some(({ side }) => side?.id !== undefined);
  return (
    <table className={styles.facts}>
      <thead>
        <tr>
          <td />
          {sides.map(({ name }) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{facts.what}</th>
          {sides.map(({ name, side, kind }) => (
            <td key={name}>{side && (kind ? facts.kind[kind] : facts.type[side.type])}</td>
          ))}
        </tr>
        {hasSize && (
          <tr>
            <th scope="row">{facts.size}</th>
            {sides.map(({ name, side }) => (
              <td key={name} className="mono">
                {side?.type === "file" && <span title={`${count(side.size)} B`}>{bytes(side.size)}</span>}
              </td>
            ))}
          </tr>
        )}
        {hasTarget && (
          <tr>
            <th scope="row">{facts.target}</th>
            {sides.map(({ name, side }) => (
              <td key={name} className="mono selectable">
                {side?.target}
              </td>
            ))}
          </tr>
        )}
        {hasId && (
          <tr>
            <th scope="row">{facts.id}</th>
            {sides.map(({ name, side }) => (
              <td key={name}>{side?.id !== undefined && <CopyId id={side.id} />}</td>
            ))}
          </tr>
        )}
      </tbody>
    </table>
  );
}
