import { useQuery } from "@tanstack/react-query";
import { GitPullRequestArrow } from "lucide-react";
import { type Mount, type MountState, pushPreviewQuery } from "../../api/mounts.ts";
import { useWritable } from "../../api/writable.ts";
import { Button } from "../../components/button.tsx";
import { text } from "../../strings/index.ts";

const words = text.working;

interface MovedNoteProps {
  readonly mount: Mount;
  readonly state: MountState;
  readonly className: string | undefined;
  readonly onBringIn: () => void;
  readonly onMerge: () => void;
}

/** Tells that a label moved on without its working copy, and what bringing that in would come to, before a push fails on it. */
export function MovedNote({ mount, state, className, onBringIn, onMerge }: MovedNoteProps) {
  const { label, base, head } = state;
  const canWrite = useWritable();
  const isMoved = label !== null && head !== null && head !== base;
  const { data: preview } = useQuery({ ...pushPreviewQuery(mount.name, state), enabled: isMoved });
  if (label === null || head === base) return null;
  // The label may have moved again before it was looked at.
  const isOfHead = isMoved && preview?.status === "rejected" && preview.current === head;
  const conflicts = isOfHead ? preview.conflicts : null;
  return (
    <div className={className} role="status">
      <GitPullRequestArrow size={16} aria-hidden />
      <p>
        {head === null ? words.labelDeleted(label) : words.moved(label)}{" "}
        {conflicts !== null && (
          <span>{conflicts === 0 ? words.wouldMerge : words.wouldConflict(conflicts)}</span>
        )}
      </p>
      {isMoved && (
        <>
          <Button disabled={!canWrite} onClick={onBringIn}>
            {words.bringIn}
          </Button>
          <Button disabled={!canWrite} onClick={onMerge}>
            {words.merge}
          </Button>
        </>
      )}
    </div>
  );
}
