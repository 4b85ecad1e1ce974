using System.Text.Json;
using Figment.Data.Sounds;
using Figment.Evaluation.Images;
using Figment.Evaluation.Sounds;
using Figment.Models;

namespace Figment.Tests.Evaluation.Sounds;

public sealed class LiveSoundEvaluatorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_judge_tells_classes_of_sounds_and_is_kept_for_sounds_of_the_same_form_alone()
    {
        using SoundDataset data = MadeSounds.Data(MadeSounds.Draw(200, 1)),
            others = MadeSounds.Data(MadeSounds.Draw(80, 2));
        using SoundListener listener = new(MadeSounds.Shape);
        using HeardSounds heard = listener.Listen(data),
            heardOthers = listener.Listen(others);
        JudgeShelf shelf = new(folder["judges"]);

        KeptJudge made = Open(shelf, heard),
            kept = Open(shelf, heard);

        Assert.Equal(made.File, kept.File);
        using FeatureExtractor judge = FeatureExtractors.Load(made.File!, "judge");
        using FeatureSet seen = judge.Extract(heardOthers.Pictures);
        double right = ClassStatistics
            .AsLabelled(
                seen.Probabilities!,
                [.. Enumerable.Range(0, 80).Select(number => MadeSounds.Classes[number % 4])],
                judge.ClassNames
            )!
            .Value.Value;
        Assert.InRange(right, 0.95, 1);
        Assert.Contains("of 50 held-out sounds", Assert.Single(judge.Describe().Notes!).English, StringComparison.Ordinal);
        Assert.StartsWith("log-mel pictures of 0.51 s at 8 kHz", judge.Preprocessing, StringComparison.Ordinal);
        using Figment.Data.Images.ImageDataset pictures = new(
            "pictures",
            heard.Pictures.Shape,
            new byte[2 * heard.Pictures.Shape.Size]
        );
        Assert.Contains("but these are pictures", judge.WhyNot(pictures)!.English, StringComparison.Ordinal);
        using SoundListener faster = new(MadeSounds.Shape with { Rate = 8_100 });
        Assert.NotEqual(listener.Form, faster.Form);
    }

    [Fact]
    public void Sounds_without_classes_are_judged_by_patterns_and_distances_grow_with_the_damage()
    {
        using SoundDataset data = MadeSounds.Data(MadeSounds.Draw(80, 1), hasClasses: false);
        using SoundListener listener = new(MadeSounds.Shape);
        using HeardSounds heard = listener.Listen(data);
        using FeatureExtractor patterns = FeatureExtractors.Load(Open(new JudgeShelf(folder["judges"]), heard).File!, "judge");
        using LiveSoundEvaluator evaluator = new((SoundDescription)data.Description, listener, heard, patterns, seed: 0);
        float[][] sounds = MadeSounds.Draw(80, 2);

        LiveSoundEvaluation[] looks = [Look(sounds), Look(MadeSounds.Noisy(sounds, 0.003)), Look(MadeSounds.Noisy(sounds, 0.1))];

        Assert.Equal("made-patches", patterns.Name);
        Assert.Null(looks[0].Pictures.Classes);
        Assert.InRange(looks[0].TimesReal!.Value, 0, 3);
        double[] distances = [.. looks.Select(look => look.Distance)];
        Assert.Equal(distances.Order(), distances);
        Assert.InRange(distances[1], 1.5 * distances[0], double.MaxValue);
        double pitched = Look(MadeSounds.Faster(sounds, 1.5)).Distance,
            cut = Look([.. sounds.Select((sound, number) => number % 2 == 0 ? sound : new float[sound.Length])]).Distance;
        Assert.InRange(pitched, 3 * distances[0], double.MaxValue);
        Assert.InRange(cut, 3 * distances[0], double.MaxValue);

        LiveSoundEvaluation Look(IReadOnlyList<float[]> samples)
        {
            using MadeSounds.Shown model = new(samples);
            return evaluator.Look(model, 1);
        }
    }

    [Fact]
    public void The_same_model_gets_the_same_numbers_which_JSON_keeps_and_no_tensor_stays_behind()
    {
        float[][] sounds = MadeSounds.Draw(64, 1); // whole blocks
        using SoundDataset data = MadeSounds.Data(sounds);
        using SoundListener listener = new(MadeSounds.Shape);
        using HeardSounds heard = listener.Listen(data);
        using FeatureExtractor pixels = FeatureExtractors.Pixels(heard.Pictures.Shape);
        using MadeSounds.Shown model = new(sounds);
        long before = LiveTensors.Count();
        LiveSoundEvaluation first,
            second;
        using (LiveSoundEvaluator evaluator = new((SoundDescription)data.Description, listener, heard, pixels, seed: 0))
        {
            Assert.True(evaluator.IsDue(model, 1, isLast: true));
            first = evaluator.Look(model, 1);
            second = evaluator.Look(model, 2);
        }

        Assert.Equal(before, LiveTensors.Count());
        Assert.Equal(first, second);
        Assert.Equal(first, OptionsJson.Read<LiveSoundEvaluation>(OptionsJson.WriteLine(first)));
        Assert.Equal(1, first.Pictures.CopiedShare); // it makes what was learned from
        Assert.Equal(first.Made.Flatness!.Mean, first.Real.Flatness!.Mean, 1e-3);
        Assert.Contains(("samples", "audible", 1.0), first.Curves);
        Assert.False(JsonDocument.Parse(OptionsJson.WriteLine(first)).RootElement.TryGetProperty("distance", out _));
    }

    private static KeptJudge Open(JudgeShelf shelf, HeardSounds heard) =>
        shelf.Open(heard.Pictures, new TrainingPlan { Steps = 300, BatchSize = 128 }, TimeProvider.System);
}
