// What a front end does with the API, against types generated from the description: if this does not
// type-check, the description is not good enough for a client.
import createClient from "openapi-fetch";
import type { components, paths } from "./generated.js";

type Point = components["schemas"]["PointSummary"];
type Problem = components["schemas"]["ProblemDocument"];

const api = createClient<paths>({ baseUrl: "http://127.0.0.1:8080/api/v1" });

/** Every point around a place that is open now, nearest first, page by page. */
export async function pointsNear(lat: number, lon: number): Promise<Point[]> {
  const all: Point[] = [];
  let cursor: string | undefined;
  do {
    const { data, error } = await api.GET("/points", {
      params: {
        query: {
          near: `${lat},${lon}`,
          radius_km: 30,
          status: ["active"],
          open_now: true,
          limit: 100,
          ...(cursor ? { cursor } : {}),
        },
      },
    });
    if (error) throw new Error(explain(error));
    all.push(...data.items);
    cursor = data.next_cursor;
  } while (cursor);
  return all;
}

/** Creates a network body, so that a repeated request does not create a second one. */
export async function createBody(token: string, parent: string): Promise<string> {
  const { data, error, response } = await api.POST("/network-bodies", {
    headers: { Authorization: `Bearer ${token}` },
    params: { header: { "Idempotency-Key": crypto.randomUUID() } },
    body: { parent_id: parent, code: "ancos", name: "Associazione Nazionale Comunità Sociali e Sportive" },
  });
  if (error) throw new Error(explain(error));
  console.log(response.headers.get("Location"), data.name);
  return data.id;
}

/** Changes a point: its name is replaced, one member of its contacts goes, the others stay. */
export async function rename(token: string, point_id: string, name: string): Promise<"done" | "changed meanwhile"> {
  const read = await api.GET("/points/{point_id}", { params: { path: { point_id } } });
  if (read.error) throw new Error(explain(read.error));
  const { error } = await api.PATCH("/points/{point_id}", {
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/merge-patch+json" },
    params: { path: { point_id }, header: { "If-Match": read.response.headers.get("ETag") ?? "*" } },
    body: { name, contacts: { email: null } },
  });
  if (!error) return "done";
  if (error.code === "stale_version") return "changed meanwhile";
  throw new Error(explain(error));
}

/** A sentence for a person; the codes are a closed list, so a mistyped one does not compile. */
export function explain(problem: Problem): string {
  switch (problem.code) {
    case "invalid_content":
    case "invalid_parameters":
      return (problem.errors ?? [])
        .map((one) => `${one.pointer ?? one.parameter ?? ""}: ${one.message}`)
        .join("\n");
    case "too_many_requests":
      return "slower, please";
    default:
      return problem.detail;
  }
}

// @ts-expect-error a filter that does not exist
void api.GET("/points", { params: { query: { colour: "red" } } });
// @ts-expect-error an operation that does not exist
void api.DELETE("/points");
// @ts-expect-error a status that is not in the closed list
void api.GET("/points", { params: { query: { status: ["asleep"] } } });
