package io.docket.ml.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.docket.ml.GeneratedRows;
import io.docket.ml.LabelledText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MlCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static Path model;

    private record Outcome(int code, String out, String err) {
        JsonNode json() throws IOException {
            return JSON.readTree(out);
        }
    }

    @BeforeAll
    static void train() throws IOException {
        model = folder.resolve("model");
        write("train.csv", GeneratedRows.single(240, 0.3, 1));
        write("test.csv", GeneratedRows.single(90, 0.3, 2));
        Outcome outcome = run(
                "train",
                "--train",
                path("train.csv"),
                "--out",
                model.toString(),
                "--linear-only",
                "--seed",
                "7",
                "--json");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.json().get("model").get("kind").asText()).isEqualTo("LINEAR");
        assertThat(outcome.json().get("seed").asLong()).isEqualTo(7);
        assertThat(outcome.err()).contains("Training the linear model");
    }

    @Test
    void evaluatesWithTheFieldsThatScriptsReadOn() throws IOException {
        Outcome outcome = run("evaluate", "--model", model.toString(), "--data", path("test.csv"), "--json");
        assertThat(outcome.code()).isZero();
        JsonNode json = outcome.json();
        assertThat(json.get("rows").asInt()).isEqualTo(90);
        assertThat(json.get("accuracy").asDouble()).isGreaterThan(0.8);
        assertThat(json.get("errorPercent").asDouble())
                .isCloseTo(100 * (1 - json.get("accuracy").asDouble()), within(1e-9));
        assertThat(json.get("macroF1").isNumber()).isTrue();
        assertThat(json.get("calibrationError").isNumber()).isTrue();
        assertThat(json.get("champion").asText()).isEqualTo("linear");
        assertThat(json.get("linear").get("errorPercent").asDouble())
                .isEqualTo(json.get("errorPercent").asDouble());
        assertThat(json.get("docsPerSecond").asDouble()).isPositive();
        assertThat(run("evaluate", "--model", model.toString(), "--data", path("test.csv"))
                        .out())
                .contains("LINEAR  error");
    }

    @Test
    void predictsALineForEachRow() throws IOException {
        Outcome one = run("predict", "--model", model.toString(), "--text", "the landlord and the tenant", "--json");
        assertThat(one.json().get("label").asText()).isEqualTo("lease");
        assertThat(one.json().get("probability").asDouble()).isBetween(0.0, 1.0);
        assertThat(one.json().get("abstained").isBoolean()).isTrue();
        assertThat(one.json().get("scores").size()).isEqualTo(3);
        Outcome all = run("predict", "--model", model.toString(), "--data", path("test.csv"));
        assertThat(all.out().lines()).hasSize(90);
    }

    @Test
    void badInputGivesOneLineAndCodeTwo() throws IOException {
        Files.writeString(folder.resolve("bad.csv"), "text,label\n\"open,x\n");
        assertOneLine(
                run("train", "--train", path("bad.csv"), "--out", path("none")),
                "bad.csv, row 2, column 1: a quoted cell does not end");
        assertOneLine(run("train", "--train", path("absent.csv"), "--out", path("none")), "there is no such file");
        Files.writeString(folder.resolve("same.csv"), "text,label\na,x\nb,x\nc,x\nd,x\n");
        assertOneLine(run("train", "--train", path("same.csv"), "--out", path("none")), "examples of two labels");
        assertOneLine(
                run("train", "--train", path("train.csv"), "--out", path("none"), "--max-minutes", "0"),
                "--max-minutes is 0.0");
        assertOneLine(run("predict", "--model", path("absent"), "--text", "x"), "no classifier folder");
        assertOneLine(run("predict", "--model", model.toString()), "--text");
        assertOneLine(run("trian"), "trian");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void whatCannotBeIsSaidBeforeAnythingIsTrained() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("folder.csv"));
        String none = path("none");
        assertOneLine(run("train", "--train", directory.toString(), "--out", none), "folder.csv: it is a folder");
        assertOneLine(
                run("predict", "--model", model.toString(), "--data", directory.toString()),
                "folder.csv: it is a folder");
        Path taken = Files.writeString(folder.resolve("taken"), "a letter");
        for (String out : List.of(taken.toString(), taken.resolve("inside").toString())) {
            Outcome outcome = run("train", "--train", path("train.csv"), "--out", out, "--linear-only");
            assertOneLine(outcome, "taken");
            assertThat(outcome.err()).doesNotContain("Training");
        }
        assertThat(taken).hasContent("a letter");
        assertOneLine(
                run("train", "--train", path("train.csv"), "--out", none, "--base", "none", "--device", "gpu"),
                "train with --device cpu");
        assertOneLine(
                run(
                        "train",
                        "--train",
                        path("train.csv"),
                        "--out",
                        none,
                        "--base",
                        path("absent"),
                        "--direction",
                        "both"),
                "reads forward only");
        assertOneLine(run("train", "--train", path("train.csv"), "--out", none, "--resume"), "to resume from");
        assertThat(folder.resolve("none")).doesNotExist();
        assertThat(folder.resolve("none.checkpoint")).doesNotExist();
    }

    @Test
    void readsTheSameRowsFromEveryFormOfFile() throws IOException {
        String plain = Files.readString(folder.resolve("test.csv"));
        Files.writeString(folder.resolve("lines.csv"), plain.replace("\n", "\r\n"));
        Files.writeString(folder.resolve("mark.csv"), "\uFEFF" + plain);
        Files.writeString(folder.resolve("quoted.csv"), plain.replaceAll("(?m)^(.*),(.*)$", "\"$1\",\"$2\""));
        try (GZIPOutputStream packed = new GZIPOutputStream(Files.newOutputStream(folder.resolve("packed.csv.gz")))) {
            packed.write(plain.getBytes(StandardCharsets.UTF_8));
        }
        String expected = run("predict", "--model", model.toString(), "--data", path("test.csv"))
                .out();
        for (String form : List.of("lines.csv", "mark.csv", "quoted.csv", "packed.csv.gz")) {
            assertThat(run("predict", "--model", model.toString(), "--data", path(form))
                            .out())
                    .as(form)
                    .isEqualTo(expected);
        }
    }

    @Test
    void everyCommandHasHelp() {
        for (String command : MlCommand.commandLine().getSubcommands().keySet()) {
            Outcome help = run(command, "--help");
            assertThat(help.code()).isZero();
            assertThat(help.out()).contains("Usage: docket ml " + command);
        }
    }

    private static void assertOneLine(Outcome outcome, String part) {
        assertThat(outcome.code()).isEqualTo(2);
        String last = outcome.err().lines().reduce((first, second) -> second).orElse("");
        assertThat(last).contains(part);
        assertThat(outcome.err()).doesNotContain("\tat ");
        assertThat(outcome.out()).isEmpty();
    }

    private static Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commands = MlCommand.commandLine();
        commands.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = commands.execute(arguments);
        return new Outcome(code, out.toString(), err.toString());
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }

    private static void write(String name, List<LabelledText> rows) throws IOException {
        StringBuilder csv = new StringBuilder("text,label\n");
        rows.forEach(
                row -> csv.append(row.text()).append(',').append(row.label()).append('\n'));
        Files.writeString(folder.resolve(name), csv.toString());
    }
}
