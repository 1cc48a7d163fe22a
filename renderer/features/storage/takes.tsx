import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { lazy, Suspense } from "react";
import { asAppError } from "../../api/bridge.ts";
import { type FolderSpace, foldersQuery, type LabelSpace, type Space } from "../../api/storage.ts";
import { Button } from "../../components/button.tsx";
import { bytes, count, nameOf } from "../../components/format.ts";
import { LabelDot, labelColour } from "../../components/label-dot.tsx";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { useStorageView } from "../../state/storage-view.ts";
import { text } from "../../strings/index.ts";
import { type Area, partsOf } from "./charts/areas.ts";
import charts from "./charts/charts.module.css";
import styles from "./storage.module.css";

const words = text.space;
const Treemap = lazy(async () => ({ default: (await import("./charts/treemap.tsx")).Treemap }));

type Place = { readonly label: string; readonly path: string };

/** What takes the space, as a map and as a table: by label, and in a label by folder. */
export function Takes({ space }: { readonly space: Space }) {
  const place = useStorageView((state) => state.place);
  return (
    <section className={styles.part} aria-label={words.takes}>
      <h3>{words.takes}</h3>
      {place === null ? <Labels space={space} /> : <Folders key={place.label} place={place} />}
    </section>
  );
}

function Labels({ space }: { readonly space: Space }) {
  const { look } = useStorageView.getState();
  const into = (label: string) => look({ label, path: "" });
  const areas: Area[] = [
    ...partsOf(
      space.labels.map(({ label, only_here, deleted }) => ({
        key: `label ${label}`,
        name: label,
        size: only_here,
        colour: labelColour(label),
        onOpen: deleted ? undefined : () => into(label),
      })),
    ),
    { key: "shared", name: words.shared, size: space.shared, colour: "var(--line-strong)" },
    { key: "others", name: words.others, size: space.others, colour: "var(--changed)" },
    { key: "free", name: words.nobody, size: space.reclaimable, colour: "var(--removed)" },
  ];
  return (
    <div className={styles.pair}>
      <AreaMap what={words.all} areas={areas} />
      <div className={styles.table}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.columns.label}</th>
              <th scope="col" title={words.onlyAbout}>
                {words.columns.only}
              </th>
              <th scope="col">{words.columns.shared}</th>
              <th scope="col">{words.columns.moves}</th>
              <th scope="col">{words.columns.retention}</th>
            </tr>
          </thead>
          <tbody>
            {space.labels.map((each) => (
              <LabelLine key={each.label} space={each} onOpen={() => into(each.label)} />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function LabelLine({ space, onOpen }: { readonly space: LabelSpace; readonly onOpen: () => void }) {
  const { label, deleted, only_here, shared, moves, retention } = space;
  return (
    <tr data-label={label}>
      <th scope="row">
        <span className={styles.name}>
          <LabelDot name={label} />
          {deleted ? (
            <span className="ellipsis">
              {label} <span className="muted">({words.deleted})</span>
            </span>
          ) : (
            <button type="button" className={styles.link} aria-label={words.lookInto(label)} onClick={onOpen}>
              <span className="ellipsis">{label}</span>
            </button>
          )}
        </span>
      </th>
      <td>{bytes(only_here)}</td>
      <td>{bytes(shared)}</td>
      <td>{count(moves)}</td>
      <td className={styles.words}>{text.retention.nameOf(retention)}</td>
    </tr>
  );
}

function Folders({ place: { label, path } }: { readonly place: Place }) {
  const { look } = useStorageView.getState();
  const { data, error, refetch } = useQuery({
    ...foldersQuery(label, path),
    placeholderData: (previous) => previous,
  });
  const into = (folder: string) => look({ label, path: folder });
  const folders = data?.folders ?? [];
  const areas = partsOf(
    folders.map(({ path: at, type, stored }) => ({
      key: at,
      name: nameOf(at),
      size: stored,
      colour: labelColour(label),
      onOpen: type === "directory" ? () => into(at) : undefined,
    })),
  );
  return (
    <>
      <Crumbs label={label} path={path} />
      {error && <ErrorPanel error={asAppError(error)} onRetry={() => void refetch()} />}
      <div className={styles.pair}>
        <AreaMap what={path === "" ? label : path} areas={areas} />
        <div className={styles.table}>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.columns.folder}</th>
                <th scope="col">{words.columns.only}</th>
                <th scope="col">{words.columns.stored}</th>
              </tr>
            </thead>
            <tbody>
              {folders.map((each) => (
                <FolderLine key={each.path} space={each} onOpen={() => into(each.path)} />
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </>
  );
}

function FolderLine({ space, onOpen }: { readonly space: FolderSpace; readonly onOpen: () => void }) {
  const { path, type, stored, only_here } = space;
  const name = nameOf(path);
  return (
    <tr data-path={path}>
      <th scope="row">
        {type === "directory" ? (
          <button type="button" className={styles.link} aria-label={words.lookInto(name)} onClick={onOpen}>
            <span className="ellipsis">{name}/</span>
          </button>
        ) : (
          <span className="ellipsis">{name}</span>
        )}
      </th>
      <td>{bytes(only_here)}</td>
      <td>{bytes(stored)}</td>
    </tr>
  );
}

/** The way back to the folders above and to all labels. */
function Crumbs({ label, path }: Place) {
  const { look } = useStorageView.getState();
  const names = path === "" ? [] : path.split("/");
  const places = [
    { name: words.all, at: null },
    { name: label, at: { label, path: "" } },
    ...names.map((name, depth) => ({ name, at: { label, path: names.slice(0, depth + 1).join("/") } })),
  ];
  return (
    <nav className={styles.crumbs} aria-label={words.takes}>
      {places.map(({ name, at }, depth) => (
        <span key={at === null ? "" : `${at.label}:${at.path}`} className={styles.crumb}>
          {depth > 0 && <ChevronRight size={12} aria-hidden />}
          {depth === places.length - 1 ? (
            <span aria-current="location" className="ellipsis">
              {name}
            </span>
          ) : (
            <Button variant="quiet" onClick={() => look(at)}>
              {name}
            </Button>
          )}
        </span>
      ))}
    </nav>
  );
}

function AreaMap({ what, areas }: { readonly what: string; readonly areas: readonly Area[] }) {
  return (
    <Suspense fallback={<div className={charts.map} />}>
      <Treemap label={words.mapOf(what)} areas={areas} />
    </Suspense>
  );
}
