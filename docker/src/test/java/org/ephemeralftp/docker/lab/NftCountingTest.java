package org.ephemeralftp.docker.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

import org.ephemeralftp.docker.lab.CellEvidence.RuleVerdict;
import org.ephemeralftp.docker.lab.CountedRule.Effect;

class NftCountingTest {
    private static final String TABLE = "{'table':{'family':'inet','name':'f','handle':1}}";
    private static final String INPUT =
            "{'chain':{'family':'inet','table':'f','name':'input','handle':1,'type':'filter','hook':'input',"
                    + "'prio':0,'policy':'drop'}}";
    private static final String DPORT =
            "{'match':{'op':'==','left':{'payload':{'protocol':'tcp','field':'dport'}},'right':21}}";
    private static final String COUNTED = "{'counter':{'packets':7,'bytes':420}}";

    private static int handle;

    @Test
    void aRuleGetsItsCounterBeforeItsVerdict() {
        assertThat(statements(
                        rule(DPORT + ",{'limit':{'rate':5,'per':'second'}},{'log':{'prefix':'x'}},{'accept':null}")))
                .isEqualTo("[match, limit, log, counter, accept]");
    }

    @Test
    void aRuleWithoutAVerdictGetsItAtTheEnd() {
        assertThat(statements(rule(DPORT + ",{'mangle':{'key':{'meta':{'key':'mark'}},'value':1}}")))
                .isEqualTo("[match, mangle, counter]");
    }

    @Test
    void aCounterOfTheUsersThatCountsMoreThanTheVerdictOrThatOthersShareDoesNotDo() {
        assertThat(statements(rule(COUNTED + "," + DPORT + ",{'drop':null}")))
                .isEqualTo("[counter, match, counter, drop]");
        assertThat(statements(rule(DPORT + ",{'counter':'shared'},{'drop':null}")))
                .isEqualTo("[match, counter, counter, drop]");
    }

    @Test
    void whatIsCountedAlreadyStaysAsItIs() {
        assertThat(NftCounting.commands(listing(rule(DPORT + "," + COUNTED + ",{'drop':null}")), Set.of()))
                .isEmpty();
    }

    @Test
    void whatJsonHasNoWordsForStaysAsItIs() {
        assertThat(NftCounting.commands(
                        listing(
                                rule("{'xt':{'type':'match','name':'comment'}},{'drop':null}"),
                                rule("'jump {\\n drop\\n }'")),
                        Set.of()))
                .isEmpty();
    }

    @Test
    void whatAVerdictMapDropsIsCountedApart() {
        List<JsonObject> commands = commands(rule("{'vmap':{'key':{'ct':{'key':'state'}},"
                + "'data':{'set':[['established',{'accept':null}],['invalid',{'drop':null}]]}}}"));

        assertThat(verbs(commands)).containsExactly("insert", "insert", "delete");
        assertThat(commands.get(0).toString())
                .contains("{\"set\":[\"invalid\"]}")
                .contains("\"counter\"")
                .doesNotContain("vmap");
        assertThat(commands.get(1).toString()).contains("vmap");
    }

    @Test
    void aGeneratorOfNumbersIsNotAskedTwice() {
        assertThat(verbs(commands(rule("{'vmap':{'key':{'numgen':{'mode':'inc','mod':2,'offset':0}},"
                        + "'data':{'set':[[0,{'accept':null}],[1,{'drop':null}]]}}}"))))
                .containsExactly("insert", "delete");
    }

    private static List<JsonObject> commands(String rule) {
        return NftCounting.commands(listing(rule), Set.of()).values().stream()
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> verbs(List<JsonObject> commands) {
        return commands.stream().map(each -> each.keySet().iterator().next()).toList();
    }

    @Test
    void tellsWhatEachRuleDid() {
        NftListing listing = listing(
                rule(DPORT + "," + COUNTED + ",{'accept':null}"),
                rule(COUNTED + ",{'reject':null}"),
                rule(COUNTED + ",{'return':null}"),
                rule(COUNTED + ",{'dnat':{'addr':'192.0.2.1'}}"),
                rule("{'mangle':{'key':{'payload':{'protocol':'ip','field':'ttl'}},'value':1}}," + COUNTED),
                rule("{'mangle':{'key':{'meta':{'key':'mark'}},'value':1}}," + COUNTED));

        List<CountedRule> counted = NftCounting.counted(LabHost.SERVER, listing, Map.of(), "inet other");

        assertThat(counted)
                .extracting(CountedRule::verdict)
                .containsExactly(
                        RuleVerdict.ACCEPT,
                        RuleVerdict.REJECT,
                        RuleVerdict.DROP,
                        RuleVerdict.ACCEPT,
                        RuleVerdict.OTHER,
                        RuleVerdict.OTHER);
        assertThat(counted)
                .extracting(CountedRule::effect)
                .containsExactly(
                        Effect.NONE, Effect.HINDERS, Effect.HINDERS, Effect.TRANSLATES, Effect.HINDERS, Effect.NONE);
        assertThat(counted).extracting(CountedRule::packets).containsOnly(7L);
    }

    private static String statements(String rule) {
        JsonObject replaced = commands(rule).get(0).getAsJsonObject("insert").getAsJsonObject("rule");
        return replaced.getAsJsonArray("expr").asList().stream()
                .map(each -> each.getAsJsonObject().keySet().iterator().next())
                .toList()
                .toString();
    }

    private static String rule(String statements) {
        handle++;
        return "{'rule':{'family':'inet','table':'f','chain':'input','handle':" + handle + ",'expr':[" + statements
                + "]}}";
    }

    private static NftListing listing(String... rules) {
        String all = "{'nftables':[" + TABLE + "," + INPUT + "," + String.join(",", rules) + "]}";
        return NftListing.parse(all.replace('\'', '"'));
    }
}
