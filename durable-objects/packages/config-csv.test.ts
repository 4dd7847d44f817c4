import { describe, expect, test } from "vitest";
import { configKey, readPackageConfig, scriptParameters } from "../../contracts/package-config.ts";
import { readConfigCsv } from "./config-csv.ts";

const read = (source: string) => readConfigCsv(source, "x.gbot/config.csv");

describe("reading config.csv", () => {
  test.each(["name,value\n", "key,value\n", "Name , Value\n", "", "\uFEFFname,value\r\n"])("header %j", (header) => {
    expect(read(`${header}bot-name,Zoë\n`).config).toEqual({ "bot-name": "Zoë" });
  });

  test("the value is the rest of the line, commas and semicolons inside kept", () => {
    expect(read("welcome-message, Hello, you; and you ,\n").config).toEqual({
      "welcome-message": "Hello, you; and you ,",
    });
  });

  test("quotes are stripped where they enclose the whole", () => {
    const { config } = read('bot-name,"Ana, ""A"" & Co"\nerror-message,"one" and "two"\ntheme-title,"\n');
    expect(config).toEqual({
      "bot-name": 'Ana, "A" & Co',
      "error-message": '"one" and "two"',
      "theme-title": '"',
    });
  });

  test("blank lines and comments are passed over, a later line wins, any line end will do", () => {
    expect(read("# a\r\n\r\nbot-name,one\r  # b\nBot Name,two").config).toEqual({ "bot-name": "two" });
  });

  test.each([
    ["Answer Mode", "answer-mode"],
    ["answer_mode", "answer-mode"],
    ["LLM_URL", "llm-url"],
    ["llmurl", "llm-url"],
    ["System Prompt", "system-prompt"],
    ["bot-system-prompt", "system-prompt"],
    ["rag-top-k", "rag-max-results"],
    ["server_port", "server-port"],
    ["param-Max_Items", "param-max_items"],
    ["Param-first name", "param-first_name"],
    ["param_x", "param-x"],
  ])("%s is %s", (name, key) => {
    expect(configKey(name)).toBe(key);
  });

  test("findings name the line", () => {
    const { diagnostics } = read("name,value\nnonsense\nfancy-key,1\nllm-temperature,warm\n,x\n");
    expect(diagnostics.map(({ line, severity, code }) => [line, severity, code])).toEqual([
      [2, "warning", "CFG101"],
      [3, "warning", "CFG102"],
      [4, "error", "CFG103"],
      [5, "warning", "CFG101"],
    ]);
    expect(diagnostics[2]?.message).toBe("llm-temperature must be a number such as 30 or 0.7.");
  });
});

describe("the configuration in effect", () => {
  test("has defaults", () => {
    const { config } = readPackageConfig({});
    expect(config["llm-timeout"]).toBe(60);
    expect(config["cancel-words"]).toEqual(["cancel", "/cancel", "/stop"]);
    expect(config.timezone).toBe("UTC");
  });

  test("a package's address is not sent the environment's key, nor another address the package's", () => {
    const operator = { LLM_KEY: "operators" };
    const file = { "llm-url": "https://elsewhere.example/v1" };
    expect(readPackageConfig(file, operator).config["llm-key"]).toBe("");
    expect(readPackageConfig({ ...file, "llm-key": "own" }, operator).config["llm-key"]).toBe("own");
    const both = readPackageConfig({ ...file, "llm-key": "own" }, { LLM_URL: "https://model.example", ...operator });
    expect(both.config).toMatchObject({ "llm-url": "https://model.example", "llm-key": "operators" });
    const keyless = readPackageConfig({ ...file, "llm-key": "own" }, { LLM_URL: "http://127.0.0.1:11434" });
    expect(keyless.config["llm-key"]).toBe("");
  });

  test("file < environment < override, and only known keys come from the environment", () => {
    const environment = { LLM_MODEL: "from-env", LLM_KEY: "secret", DATABASE_URL: "postgres://x", FILES: {} };
    const { config } = readPackageConfig({ "llm-model": "file", "llm-key": "file", "bot-name": "B" }, environment, {
      "llm-key": "override",
    });
    expect(config["llm-model"]).toBe("from-env");
    expect(config["llm-key"]).toBe("override");
    expect(config["bot-name"]).toBe("B");
    expect(JSON.stringify(config)).not.toContain("postgres");
  });

  test("types, and the default where a value is none", () => {
    const { config, problems } = readPackageConfig({
      "llm-timeout": "90",
      "cancel-words": "stop; basta , ",
      timezone: "Mars/Olympus",
      "llm-url": "javascript:alert(1)",
    });
    expect(config["llm-timeout"]).toBe(90);
    expect(config["cancel-words"]).toEqual(["stop", "basta"]);
    expect(config.timezone).toBe("UTC");
    expect(problems.map(({ key }) => key)).toEqual(["timezone", "llm-url"]);
  });

  test("parameters are typed", () => {
    expect(
      scriptParameters({
        "param-a": "12",
        "param-b": "-1.5",
        "param-c": "TRUE",
        "param-d": "00120",
        "param-e": "1e5",
        "param-f": "",
        "param-g": "12345678901234567890",
        "bot-name": "x",
      }),
    ).toEqual({ a: 12, b: -1.5, c: true, d: "00120", e: "1e5", f: "", g: "12345678901234567890" });
  });
});
