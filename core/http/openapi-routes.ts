import type { z } from "zod";
import { importTarCommand } from "../api/commands/import-tar.ts";
import { treeCommand } from "../api/commands/tree.ts";
import { archiveQuery } from "./archive-route.ts";
import * as fs from "./fs-schemas.ts";
import { treeQuery } from "./tree-route.ts";
import { uploadQuery } from "./upload-route.ts";

/** What a route takes and gives. */
export interface Operation {
  /** Its name for programs, unique. */
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** The media type of a body that is no document. */
  readonly upload?: string;
  /** The documents of its answers, by status. */
  readonly answers?: Readonly<Record<string, z.ZodType>>;
  /** The media types of an answer that is no document. */
  readonly bytes?: readonly string[];
}

/** Operations by method and path. */
export type RouteTable = Readonly<Record<string, Operation>>;

/** The routes that are no commands. */
export const routes: RouteTable = {
  "GET /api/fs/labels": {
    id: "listLabels",
    tag: "Fs",
    summary: "Lists the labels.",
    answers: { 200: fs.labels.output },
  },
  "POST /api/fs/labels": {
    id: "setLabel",
    tag: "Fs",
    summary: "Makes a label, or points it at another snapshot.",
    body: fs.setLabel.input,
    answers: { 200: fs.setLabel.output },
  },
  "GET /api/fs/labels/{label}": {
    id: "getLabel",
    tag: "Fs",
    summary: "Tells which snapshot a label points at.",
    answers: { 200: fs.label.output },
  },
  "GET /api/fs/labels/{label}/log": {
    id: "getLog",
    tag: "Fs",
    summary: "Gives the latest moves of a label, oldest first.",
    query: fs.log.input,
    answers: { 200: fs.log.output },
  },
  "POST /api/fs/push": {
    id: "fsPush",
    tag: "Fs",
    summary: "Moves a label to a snapshot if it holds what is expected.",
    body: fs.push.input,
    answers: { 200: fs.push.output, 409: fs.push.rejected },
  },
  "POST /api/fs/reset": {
    id: "fsReset",
    tag: "Fs",
    summary: "Moves a label back to a snapshot that it held.",
    body: fs.reset.input,
    answers: { 200: fs.reset.output },
  },
  "POST /api/fs/merge": {
    id: "fsMerge",
    tag: "Fs",
    summary: "Merges two snapshots, or lists where they are in conflict.",
    body: fs.merge.input,
    answers: { 200: fs.merge.output },
  },
  "GET /api/trees/{ref}": {
    id: "listRoot",
    tag: "Snapshots",
    summary: "Lists what is in a snapshot.",
    query: treeQuery,
    answers: { 200: treeCommand.output },
  },
  "GET /api/trees/{ref}/{path}": {
    id: "listFolder",
    tag: "Snapshots",
    summary: "Lists what is in a folder of a snapshot.",
    query: treeQuery,
    answers: { 200: treeCommand.output },
  },
  "GET /api/files/{ref}/{path}": {
    id: "readFile",
    tag: "Snapshots",
    summary: "Gives the bytes of a file, or with Range a part of them.",
    bytes: ["application/octet-stream"],
  },
  "GET /api/archives/{ref}": {
    id: "archiveSnapshot",
    tag: "Snapshots",
    summary: "Gives a snapshot as an archive.",
    query: archiveQuery,
    bytes: ["application/x-tar", "application/zip"],
  },
  "GET /api/archives/{ref}/{path}": {
    id: "archivePart",
    tag: "Snapshots",
    summary: "Gives a folder or a file of a snapshot as an archive.",
    query: archiveQuery,
    bytes: ["application/x-tar", "application/zip"],
  },
  "POST /api/uploads": {
    id: "upload",
    tag: "Snapshots",
    summary: "Takes a snapshot of a tar while it comes, and pushes it.",
    query: uploadQuery,
    upload: "application/x-tar",
    answers: { 200: importTarCommand.output, 409: importTarCommand.output },
  },
  "GET /api/events": {
    id: "events",
    tag: "Events",
    summary: "Tells, as server-sent events, of each move of a label and of what else changes.",
    bytes: ["text/event-stream"],
  },
};
