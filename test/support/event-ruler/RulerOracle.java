import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.Patterns;

/**
 * What AWS's own engine says. Reads lines of {"pattern": "<JSON>", "event": "<JSON>"}, both as text so that nothing
 * rewrites their numbers, and answers each with true, false, or "error" and what is wrong with the pattern or the event.
 */
public class RulerOracle {
    public static void main(String[] arguments) throws Exception {
        ObjectMapper json = new ObjectMapper();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            JsonNode question = json.readTree(line);
            output.println(answer(question.get("pattern").asText(), question.get("event").asText()));
        }
    }

    private static String answer(String pattern, String event) {
        try {
            return String.valueOf(matches(pattern, event));
        } catch (Exception exception) {
            return "error " + String.valueOf(exception.getMessage()).lines().findFirst().orElse("");
        }
    }

    /**
     * Ruler.matchesRule, but with one value only for each field at a time. Ruler 2.1.0 merges all values into one
     * machine, and not without faults: it forgets, at random, a string that is listed before a numeric range; it forgets
     * an alternative of $or that shares a value with an earlier one; and it mixes up wildcards and ignored case.
     */
    private static boolean matches(String pattern, String event) throws Exception {
        for (Map<String, List<Patterns>> alternative : JsonRuleCompiler.compile(pattern)) {
            if (matchesAny(new ArrayList<>(alternative.entrySet()), new HashMap<>(), event)) return true;
        }
        return false;
    }

    /** Tries each combination of one value for each of the fields with those that are chosen already. */
    private static boolean matchesAny(
            List<Map.Entry<String, List<Patterns>>> fields, Map<String, List<Patterns>> chosen, String event)
            throws Exception {
        if (fields.isEmpty()) {
            Machine machine = Machine.builder().build();
            machine.addPatternRule("pattern", chosen);
            return !machine.rulesForJSONEvent(event).isEmpty();
        }
        Map.Entry<String, List<Patterns>> field = fields.get(0);
        for (Patterns value : field.getValue()) {
            chosen.put(field.getKey(), List.of(value));
            if (matchesAny(fields.subList(1, fields.size()), chosen, event)) return true;
        }
        return false;
    }
}
