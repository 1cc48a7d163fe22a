import type { ReactNode } from "react";
import { Group, Panel } from "react-resizable-panels";
import { SplitSeparator } from "../components/split-separator.tsx";
import { Labels } from "../features/labels/labels.tsx";
import { Timeline } from "../features/timeline/timeline.tsx";
import { WorkingContent } from "../features/working/working-content.tsx";
import { WorkingFiles } from "../features/working/working-files.tsx";
import { WorkingList } from "../features/working/working-list.tsx";
import { useSelection } from "../state/selection.ts";
import { text } from "../strings/index.ts";
import { PaneBoundary } from "./pane-boundary.tsx";
import { usePaneWidths } from "./pane-widths.ts";
import styles from "./panes.module.css";
import { Snapshot } from "./snapshot.tsx";

const words = text.shell;

/**
 * Lays out the labels, the selected label's history and the selected snapshot in panes of adjustable width; a selected working copy
 * takes the place of the latter two.
 */
export function Panes({ folder }: { readonly folder: string }) {
  const { first, labels, history, keep } = usePaneWidths();
  const isWorking = useSelection((state) => state.mount !== null);
  return (
    <Group
      orientation="horizontal"
      resizeTargetMinimumSize={{ coarse: 20, fine: 5 }}
      onLayoutChanged={(_, { isUserInteraction }) => isUserInteraction && keep()}
    >
      <Panel
        id="labels"
        panelRef={labels}
        defaultSize={first.labels}
        minSize={200}
        maxSize={480}
        groupResizeBehavior="preserve-pixel-size"
      >
        <Pane name="labels" called={words.panes.labels} className={styles.frame}>
          <Labels folder={folder}>
            <WorkingList />
          </Labels>
        </Pane>
      </Panel>
      <SplitSeparator label={words.separators.history} />
      <Panel
        id="history"
        panelRef={history}
        defaultSize={first.history}
        minSize={280}
        groupResizeBehavior="preserve-pixel-size"
      >
        <Pane name="history" called={isWorking ? text.working.panes.files : words.panes.history}>
          {isWorking ? <WorkingFiles /> : <Timeline />}
        </Pane>
      </Panel>
      <SplitSeparator label={words.separators.snapshot} />
      <Panel id="snapshot" minSize={320}>
        <Pane name="snapshot" called={isWorking ? text.working.panes.content : words.panes.snapshot}>
          {isWorking ? <WorkingContent /> : <Snapshot />}
        </Pane>
      </Panel>
    </Group>
  );
}

interface PaneProps {
  readonly name: "labels" | "history" | "snapshot";
  readonly called: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

function Pane({ name, called, className = "", children }: PaneProps) {
  return (
    <section className={`${styles.pane} ${className}`} aria-label={called} data-pane={name} tabIndex={-1}>
      <PaneBoundary what={words.broken[name]}>{children}</PaneBoundary>
    </section>
  );
}
