package io.docket.ml.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulesTest {

    @ParameterizedTest
    @CsvSource({
        // position, share of the rate, beta1: fastai v2's fit_one_cycle
        "0, 0.04, 0.8",
        "0.1, 0.371672, 0.765451",
        "0.25, 1, 0.7",
        "0.5, 0.7500025, 0.725",
        "1, 0.00001, 0.8",
    })
    void oneCycleIsFastais(double position, double rate, double beta1) {
        Curve.OneCycle curve = Curve.OneCycle.text();
        assertThat(curve.rate(position)).isCloseTo(rate, within(1e-5));
        assertThat(curve.beta1(position)).isCloseTo(beta1, within(1e-5));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.03125", "0.05, 0.515625", "0.1, 1", "0.55, 0.515625", "1, 0.03125"})
    void slantedTriangleIsThePapers(double position, double rate) {
        assertThat(Curve.SlantedTriangle.paper().rate(position)).isCloseTo(rate, within(1e-9));
    }

    @Test
    void discriminativeRatesOfFiveGroupsAreTwoPointSixApart() {
        List<String> groups = List.of("a", "b", "c", "d", "e");
        Map<String, Float> rates = Phases.geometric(groups, 1e-2 / Math.pow(2.6, 4), 1e-2);
        assertThat(rates.get("a")).isCloseTo(2.19e-4f, within(1e-6f));
        assertThat(rates.get("b")).isCloseTo(5.69e-4f, within(1e-6f));
        assertThat(rates.get("e")).isCloseTo(1e-2f, within(1e-8f));
    }

    @Test
    void phasesFollowEachOther() {
        Phases phases = new Phases(List.of(
                new Phases.Phase(10, Curve.SlantedTriangle.paper(), Map.of("head", 1f)),
                new Phases.Phase(20, Curve.SlantedTriangle.paper(), Map.of("head", 2f, "body", 1f))));
        assertThat(phases.steps()).isEqualTo(30);
        assertThat(phases.at(1).byGroup()).containsOnlyKeys("head").containsEntry("head", 1f);
        assertThat(phases.at(12).byGroup()).containsEntry("head", 2f).containsEntry("body", 1f);
        assertThatThrownBy(() -> phases.at(30)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStableRateLastsUntilItsDecayIsBegun() {
        WarmUpStableDecay open = new WarmUpStableDecay(List.of("all"), 0.1f, 10, OptionalLong.empty(), 0);
        assertThat(rate(open, 0)).isCloseTo(0.01f, within(1e-7f));
        assertThat(rate(open, 1_000_000)).isEqualTo(0.1f);
        WarmUpStableDecay planned = open.decaying(100, 50);
        assertThat(planned.steps()).isEqualTo(150);
        assertThat(rate(planned, 99)).isEqualTo(0.1f);
        assertThat(rate(planned, 125)).isBetween(0.02f, 0.04f);
        assertThat(rate(planned, 149)).isLessThan(0.001f);
    }

    private static float rate(WarmUpStableDecay schedule, long step) {
        return schedule.at(step).byGroup().get("all");
    }
}
