using Figment.Data.Sounds;
using Figment.Evaluation.Images;
using Figment.Evaluation.Sounds;
using Figment.Runs.Images;
using Figment.Runs.Sounds;

namespace Figment.Tests.Runs;

/// <summary>Folders of sounds are judged as they are, whatever tool made them.</summary>
public sealed class JudgedSoundsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public JudgedSoundsTests() => Write("real", MadeSounds.Draw(60, 1));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Sounds_that_are_silent_or_cut_off_are_counted_and_files_that_cannot_be_read_are_named()
    {
        float[][] sounds = MadeSounds.Draw(32, 2);
        Write(
            "made",
            [
                .. sounds[..24],
                .. Enumerable.Repeat(new float[MadeSounds.Length], 8),
                .. sounds[24..].Select(sound => sound.Select(value => Math.Clamp(20 * value, -1, 1)).ToArray()),
            ]
        );
        File.WriteAllText(folder["made/torn.wav"], "no sound");

        SoundReport report = Judge("made");

        Assert.Equal((40, 0.2, 0.2), (report.Made.Count, report.Made.Silent, report.Made.Clipped));
        Assert.Equal((0, 0), (report.Real.Silent, report.Real.Clipped));
        string said = string.Join('\n', report.Pictures.Notes.Select(note => note.English));
        Assert.Contains($"How {folder["made"]} was read: Each sound is 0.51 s long at 8 kHz.", said, StringComparison.Ordinal);
        Assert.Contains("torn.wav", said, StringComparison.Ordinal);
        Assert.Contains("were measured before the loudness was changed", said, StringComparison.Ordinal);
        Assert.DoesNotContain("silent and were left out", said, StringComparison.Ordinal);
        Assert.Contains(report.Pictures.Notes, note => note.Chinese.Contains("在改变响度之前判断", StringComparison.Ordinal));
    }

    [Fact]
    public void The_level_of_files_tells_nothing_of_what_made_them()
    {
        float[][] sounds = MadeSounds.Draw(40, 2);
        Write("made", sounds);
        Write("quiet", [.. sounds.Select(sound => sound.Select(value => 0.1f * value).ToArray())]);

        (SoundReport made, SoundReport quiet) = (Judge("made"), Judge("quiet"));

        Assert.Equal(made.Made.Loudness!.Mean, quiet.Made.Loudness!.Mean, 0.1);
        Assert.InRange(quiet.Made.Loudness.Mean - quiet.Real.Loudness!.Mean, -2, 2);
        double distance = made.Find("frechetDistance")!.Value;
        Assert.InRange(quiet.Find("frechetDistance")!.Value, 0.9 * distance, 1.1 * distance);
    }

    private SoundReport Judge(string name) =>
        SoundEvaluationRun
            .Evaluate(
                new EvaluationRequest
                {
                    Subject = folder[name],
                    Against = folder["real"],
                    Device = "cpu",
                    Features = Extractors.Pixels,
                    Options = new EvaluationOptions { Count = 60 },
                }
            )
            .Report;

    private void Write(string name, float[][] sounds)
    {
        Directory.CreateDirectory(folder[name]);
        for (int number = 0; number < sounds.Length; number++)
            new SoundSamples(sounds[number], 1, MadeSounds.Shape).Save(folder[$"{name}/{number:00}.wav"]);
    }
}
