using Figment.Diagnosis;
using Figment.Evaluation.Texts;
using Figment.Runs.Texts;

namespace Figment.Tests.Runs.Texts;

/// <summary>What is said about language models that go wrong, and what is not.</summary>
public sealed class TextRulesTests
{
    [Fact]
    public void A_run_that_is_well_is_told_nothing() =>
        Assert.Empty(Told([At(100, 2.9, 2.9), At(200, 2.4, 2.35), At(300, 2.2, 2.1), At(400, 2.19, 2.0, fraction: 1)]));

    [Fact]
    public void Held_out_text_that_gets_worse_while_training_text_gets_better_is_overfitting()
    {
        Observation[] history = [At(100, 2.4, 2.3), At(200, 2.2, 2.0), At(300, 2.3, 1.5)];

        Finding found = Assert.Single(Found(history));
        Assert.Equal(VerdictKind.Overfitting, found.Kind);
        Verdict verdict = Wording.Say(found, 300, hasRival: false);
        Assert.Equal(
            "Overfitting: the loss on held-out text was 2.2 bits per byte at step 200 and is now 2.3, while the loss on training "
                + "text is 1.5.",
            verdict.Saw.English
        );
        Assert.Contains("2.2", verdict.Saw.In(Language.Chinese), StringComparison.Ordinal);
        Assert.Empty(Found([At(100, 2.4, 2.3), At(200, 2.2, 2.1), At(300, 2.21, 2.0)])); // a difference of one percent is chance
        Assert.Empty(Found([At(100, 2.4, 2.5), At(200, 2.2, 2.4), At(300, 2.3, 2.45)])); // both get worse
    }

    [Fact]
    public void Passages_are_learned_by_heart_when_held_out_text_has_far_fewer_of_them()
    {
        Assert.Equal([VerdictKind.Memorisation], Told([At(100, 2, 1.9, made: Written(copied: 0.4), real: Written(copied: 0.1))]));
        Assert.Empty(Told([At(100, 2, 1.9, made: Written(copied: 0.4), real: Written(copied: 0.3))])); // a text full of refrains
    }

    [Fact]
    public void Circles_are_told_where_held_out_text_has_none()
    {
        Assert.Equal([VerdictKind.Looping], Told([At(100, 2, 1.9, made: Written(looping: 0.5))]));
        Assert.Empty(Told([At(100, 2, 1.9, made: Written(looping: 0.5), real: Written(looping: 0.4))]));
    }

    [Fact]
    public void Babbling_is_told_at_the_end_only()
    {
        Assert.Empty(Told([At(100, 3, 3, made: Written(words: 0.3))]));
        Assert.Equal([VerdictKind.Babbling], Told([At(100, 3, 3, made: Written(words: 0.3), fraction: 1)]));
    }

    [Fact]
    public void A_loss_that_rises_or_never_falls_runs_away()
    {
        Assert.Equal(
            [VerdictKind.ExplodingLoss],
            Told([At(100, 2.5, 2.5, loss: 2.5), At(200, 2.4, 2.4, loss: 2.4), At(300, 4, 4, loss: 3.5)])
        );
        Assert.Equal(
            "ExplodingLoss.nothing",
            Assert
                .Single(Found([At(100, 4.8, 4.8, loss: 4.8), At(200, 4.8, 4.8, loss: 4.8), At(300, 4.8, 4.8, loss: 4.8)]))
                .Template
        );
        // One batch that was hard
        Assert.Empty(Told([At(100, 2.5, 2.5, loss: 2.5), At(200, 2.4, 2.4, loss: 2.4), At(300, 2.4, 2.4, loss: 2.9)]));
    }

    [Fact]
    public void A_loss_far_above_what_bytes_alone_give_ran_away_though_it_came_back()
    {
        Finding finding = Assert.Single(Found([At(500, 9.3, 8.8, loss: 11.2), At(1144, 3.8, 3.7, loss: 6)]));

        Assert.Equal((VerdictKind.ExplodingLoss, "ExplodingLoss.above"), (finding.Kind, finding.Template));
        Assert.Empty(Told([At(20, 5, 5, loss: 7)])); // any training begins like this
    }

    [Fact]
    public void What_is_said_of_texts_is_said_in_words_for_texts()
    {
        Observation[] history = [.. Enumerable.Range(1, 12).Select(look => At(100 * look, 4 + (0.2 * look), 1.0 / look))];

        // One of these would mention samples and a Fréchet distance
        Assert.Empty(Rules.All.Select(rule => rule(history)).OfType<Finding>());
        Assert.Contains(VerdictKind.Overfitting, Told(history));
    }

    [Fact]
    public void A_text_that_is_known_by_heart_is_told_so_and_not_as_babble()
    {
        Finding finding = Assert.Single(
            Found([
                At(100, 5.3, 0.08, loss: 0.1, made: Written(words: 0), fraction: 1),
                At(200, 5.3, 0.08, loss: 0.1, made: Written(words: 0), fraction: 1),
                At(300, 5.3, 0.08, loss: 0.1, made: Written(words: 0), fraction: 1),
            ])
        );

        Assert.Equal((VerdictKind.Memorisation, "Memorisation.known"), (finding.Kind, finding.Template));
    }

    [Fact]
    public void A_loss_that_ran_away_and_came_back_is_still_told()
    {
        Finding finding = Assert.Single(
            Found([
                At(10, 4.4, 4.4, loss: 4.4),
                At(40, 3.7, 3.7, loss: 3.7),
                At(120, 9, 9, loss: 19.7),
                At(200, 4, 4, loss: 3.9),
                At(300, 3.6, 3.6, loss: 3.6),
            ])
        );

        Assert.Equal((VerdictKind.ExplodingLoss, "ExplodingLoss.between"), (finding.Kind, finding.Template));
    }

    private static VerdictKind[] Told(Observation[] history) => [.. Found(history).Select(finding => finding.Kind)];

    private static Finding[] Found(Observation[] history) => [.. TextRules.All.Select(rule => rule(history)).OfType<Finding>()];

    private static Observation At(
        long step,
        double heldOut,
        double training,
        double? loss = null,
        Passages? made = null,
        Passages? real = null,
        double fraction = 0.5
    ) =>
        new(
            step,
            fraction,
            new Dictionary<string, double> { ["bits_per_byte"] = loss ?? training },
            new LiveTextEvaluation
            {
                BitsPerByte = heldOut,
                TrainingBitsPerByte = training,
                BytesAlone = 4.7,
                Made = made ?? Written(),
                HeldOut = real ?? Written(),
            }
        );

    private static Passages Written(double copied = 0, double looping = 0, double words = 0.9) =>
        new()
        {
            Texts = 8,
            KnownWords = words,
            CopiedShort = copied,
            CopiedLong = 0,
            LongestCopy = 8,
            Looping = looping,
            DistinctPairs = 0.9,
        };
}
