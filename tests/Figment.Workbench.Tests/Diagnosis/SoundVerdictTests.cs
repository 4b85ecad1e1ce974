using Figment.Data.Sounds;
using Figment.Diagnosis;
using Figment.Evaluation.Images;
using Figment.Evaluation.Sounds;
using Figment.Models;
using Figment.Runs.Sounds;
using Figment.Training;

namespace Figment.Tests.Diagnosis;

/// <summary>Faults of sounds are named, and real sounds get no complaint.</summary>
public sealed class SoundVerdictTests : IClassFixture<SoundVerdictTests.Judged>
{
    private const int Count = 192;
    private readonly Judged judged;

    public SoundVerdictTests(Judged judged) => this.judged = judged;

    [Fact]
    public void Other_sounds_of_the_same_kind_are_good() => Assert.Empty(Told(sounds => sounds));

    [Fact]
    public void Sounds_that_cannot_be_heard_are_silence() =>
        Assert.Equal(
            [VerdictKind.Silence],
            Told(sounds =>
                [.. sounds.Select((sound, number) => number % 5 == 1 ? [.. sound.Select(value => value * 0.001f)] : sound)]
            )
        );

    [Fact]
    public void Sounds_that_are_cut_off_are_clipped() =>
        Assert.Contains(
            VerdictKind.Clipping,
            Told(sounds => [.. sounds.Select(sound => sound.Select(value => Math.Clamp(3 * value, -1, 1)).ToArray())])
        );

    [Fact]
    public void Noise_below_all_is_hiss() => Assert.Contains(VerdictKind.Hiss, Told(sounds => MadeSounds.Noisy(sounds, 0.02)));

    [Fact]
    public void A_tone_in_place_of_noise_is_a_buzz() => Assert.Contains(VerdictKind.Buzz, Told(Buzzing, judged.ByPixels));

    [Fact]
    public void Sounds_without_high_pitches_are_dull() =>
        Assert.Contains(VerdictKind.Dull, Told(sounds => MadeSounds.Dull(sounds, 6)));

    [Fact]
    public void One_class_again_and_again_is_collapse_and_one_that_lacks_is_missing()
    {
        Assert.Equal([VerdictKind.ModeCollapse], Told(sounds => [.. sounds.Select((_, number) => sounds[(4 * number) % Count])]));
        Assert.Equal(
            [VerdictKind.MissingClasses],
            Told(sounds => [.. sounds.Select((sound, number) => number % 4 == 1 ? sounds[(number + 1) % Count] : sound)])
        );
    }

    [Fact]
    public void What_was_learned_from_is_memorisation_and_is_said_of_sounds()
    {
        Verdict[] told = [.. Verdicts(_ => judged.Learned)];

        Assert.Equal([VerdictKind.Memorisation], told.Select(verdict => verdict.Kind));
        Assert.Equal("Memorisation: 100% of the samples are near copies of a training sound.", told[0].Saw.English);
    }

    /// <summary>Replaces each noise and each sweep by the sum of two tones that fade in the same way.</summary>
    private static float[][] Buzzing(float[][] sounds) =>
        [
            .. sounds.Select(
                (sound, number) =>
                {
                    if (number % 4 < 2)
                        return sound;
                    float[] tone = new float[sound.Length];
                    double level = 0;
                    for (int i = 0; i < tone.Length; i++)
                    {
                        level = Math.Max(Math.Abs(sound[i]), level * 0.998);
                        tone[i] = (float)(level * 0.4 * (Math.Sin(i * 1.9) + Math.Sin(i * 1.3)));
                    }

                    return tone;
                }
            ),
        ];

    private IEnumerable<VerdictKind> Told(Func<float[][], float[][]> damage, LiveSoundEvaluator? evaluator = null) =>
        Verdicts(damage, evaluator).Select(verdict => verdict.Kind);

    /// <summary>The verdicts at the end of a training that made such samples; half-way it made the same ones.</summary>
    private IReadOnlyList<Verdict> Verdicts(Func<float[][], float[][]> damage, LiveSoundEvaluator? evaluator = null)
    {
        using MadeSounds.Shown model = new(damage(MadeSounds.Draw(Count, 2)));
        TrainingDiagnosis diagnosis = new(SoundRules.All);
        LiveSoundEvaluation seen = (evaluator ?? judged.Evaluator).Look(model, 1);
        diagnosis.Look(At(1), seen);
        diagnosis.Look(At(2), seen);
        return diagnosis.Current;
    }

    private static TrainingProgress At(int half) =>
        new()
        {
            Step = half * 1000,
            Items = half * 1000,
            Elapsed = TimeSpan.FromSeconds(half),
            Fraction = half / 2.0,
            Measures = new Dictionary<string, double> { ["loss"] = 1 },
            Kinds = half == 2 ? ReportKinds.Last : ReportKinds.None,
        };

    /// <summary>A judge that was trained on such sounds.</summary>
    public sealed class Judged : IDisposable
    {
        private readonly TemporaryFolder folder = new();
        private readonly SoundDataset data;
        private readonly SoundListener listener = new(MadeSounds.Shape);
        private readonly HeardSounds heard;
        private readonly FeatureExtractor extractor,
            pixels;

        public Judged()
        {
            Learned = MadeSounds.Draw(Count, 1);
            data = MadeSounds.Data(Learned);
            heard = listener.Listen(data);
            KeptJudge judge = new JudgeShelf(folder.Root).Open(
                heard.Pictures,
                new TrainingPlan { Steps = 300, BatchSize = 128 },
                TimeProvider.System
            );
            extractor = FeatureExtractors.Load(judge.File!, "judge");
            pixels = FeatureExtractors.Pixels(heard.Pictures.Shape);
            ByPixels = new LiveSoundEvaluator((SoundDescription)data.Description, listener, heard, pixels, seed: 0);
            Evaluator = new LiveSoundEvaluator((SoundDescription)data.Description, listener, heard, extractor, seed: 0);
        }

        internal float[][] Learned { get; }

        internal LiveSoundEvaluator Evaluator { get; }

        /// <summary>A judge that knows no classes.</summary>
        internal LiveSoundEvaluator ByPixels { get; }

        public void Dispose()
        {
            Evaluator.Dispose();
            ByPixels.Dispose();
            pixels.Dispose();
            extractor.Dispose();
            heard.Dispose();
            listener.Dispose();
            data.Dispose();
            folder.Dispose();
        }
    }
}
