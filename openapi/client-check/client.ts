// What a front end does with the API, against types generated from the description: if this does not
// type-check, the description is not good enough for a client.
import createClient from "openapi-fetch";
import type { components, paths } from "./generated.js";

type Association = components["schemas"]["AssociationView"];
type Problem = components["schemas"]["ProblemDocument"];

const api = createClient<paths>({ baseUrl: "http://127.0.0.1:8080/api/v1" });

/** Every association of some municipalities, page by page. */
export async function associations(municipality: string[]): Promise<Association[]> {
  const all: Association[] = [];
  let cursor: string | undefined;
  do {
    const { data, error } = await api.GET("/associations", {
      params: { query: { municipality, limit: 100, ...(cursor ? { cursor } : {}) } },
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

/** Changes an association: one member of its contacts goes, its name is replaced. */
export async function rename(token: string, association_id: string, name: string): Promise<"done" | "changed meanwhile"> {
  const read = await api.GET("/associations/{association_id}", { params: { path: { association_id } } });
  if (read.error) throw new Error(explain(read.error));
  const { error } = await api.PATCH("/associations/{association_id}", {
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/merge-patch+json" },
    params: { path: { association_id }, header: { "If-Match": read.response.headers.get("ETag") ?? "*" } },
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
void api.GET("/associations", { params: { query: { colour: "red" } } });
// @ts-expect-error an operation that does not exist
void api.DELETE("/associations");
