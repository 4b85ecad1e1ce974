using System.Text.RegularExpressions;
using Figment.Audio;

namespace Figment.Tests.Cli;

/// <summary>What one does with a run of sounds.</summary>
public sealed class SoundUseCommandTests : IDisposable
{
    private const int Length = 1_024,
        Pause = 1_200;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_walk_is_one_file_of_sounds_with_pauses_that_begins_and_ends_with_what_generate_makes()
    {
        SmallSounds.WriteRun(folder["run"], "gan");

        (int code, string output, string error) = Run(
            "interpolate",
            "run",
            "--sounds",
            "0,3",
            "--steps",
            "4",
            "--class",
            "hat",
            "--seed",
            "5"
        );
        (int made, _, _) = Run("generate", "run", "--count", "4", "--class", "hat", "--seed", "5", "--out", "made.wav");

        Assert.Equal((0, "", 0), (code, error, made));
        Assert.Contains(
            "A walk through sounds 0, 3 by run (last checkpoint, step 0), seed 5, is in walk.wav: 4 sounds, one after the other.",
            output,
            StringComparison.Ordinal
        );
        float[] walk = Samples("walk.wav"),
            all = Samples("made.wav");
        Assert.Equal((4 * Length) + (3 * Pause), walk.Length);
        foreach (int i in (int[])[0, 3])
            AssertSame(Sound(all, i), Sound(walk, i));
        Assert.NotEqual(Sound(walk, 0), Sound(walk, 1));
        Assert.All(walk[Length..(Length + Pause)], sample => Assert.Equal(0, sample));
    }

    [Fact]
    public void A_walk_from_class_to_class_goes_through_all_that_are_named()
    {
        SmallSounds.WriteRun(folder["run"], "flow");

        (int code, string output, string error) = Run(
            "interpolate",
            "run",
            "--from-class",
            "kick",
            "--to-class",
            "snare,hat",
            "--sounds",
            "0,1",
            "--steps",
            "3",
            "--out",
            "a/morph.wav"
        );

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("from class to class (Kick, Snare, Hat) of sounds 0, 1 by run", output, StringComparison.Ordinal);
        Assert.Equal((12 * Length) + (11 * Pause), Samples("a/morph.wav").Length);
    }

    [Theory]
    [InlineData("--out needs a file that ends in .wav, not 'walk.gif'.", "interpolate", "run", "--out", "walk.gif")]
    [InlineData(
        "2 sounds with 200 steps each are more than 300 sounds. Reduce either number.",
        "interpolate",
        "run",
        "--steps",
        "200"
    )]
    [InlineData("A walk needs at least two", "interpolate", "run", "--sounds", "0")]
    [InlineData(
        "--sounds needs numbers of at least 0, separated by commas (0,5,9), not 'x'.",
        "interpolate",
        "run",
        "--images",
        "x"
    )]
    [InlineData("The model of run (gan) has no encoder, so it cannot find the latents of given sounds.", "reconstruct", "run")]
    [InlineData("run was trained on sounds, but 'figment edit' works only with runs trained on images.", "edit", "run")]
    [InlineData("run was trained on sounds, but 'figment project' works only with runs trained on images.", "project", "run")]
    [InlineData("run was trained on sounds, but 'figment map' works only with runs trained on images.", "map", "run")]
    [InlineData(
        "run was trained on sounds, but 'figment arithmetic' works only with runs trained on images.",
        "arithmetic",
        "run",
        "--from",
        "kick",
        "--add",
        "hat"
    )]
    [InlineData("run was trained on sounds, but a run trained on images is needed here.", "likelihood", "run")]
    public void What_is_not_for_sounds_says_so(string expected, params string[] arguments)
    {
        SmallSounds.WriteRun(folder["run"], "gan");

        (int code, _, string error) = Run(arguments);

        Assert.NotEqual(0, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Root));
    }

    [Fact]
    public void Recordings_stand_before_what_the_model_makes_of_them()
    {
        SmallSounds.WriteRun(folder["run"], "conv-vae", isConditional: false);
        WriteTone("take.wav", 440);
        WriteTone("takes/test/low.wav", 220);
        WriteTone("takes/test/high.wav", 880);
        WriteTone("takes/train/other.wav", 550);

        (int one, string output, string error) = Run("reconstruct", "run", "--data", "take.wav");
        (int several, string said, _) = Run("reconstruct", "run", "--data", "takes", "--count", "5", "--out", "both.wav");

        Assert.Equal((0, "", 0), (one, error, several));
        Assert.Contains(
            "1 of take, each followed by its reconstruction by run (last checkpoint, step 0), are in reconstructed.wav.",
            output,
            StringComparison.Ordinal
        );
        Assert.Matches("mean error [0-9.]+% of the range of levels; single sounds", output);
        float[] both = Samples("reconstructed.wav");
        Assert.Equal((2 * Length) + Pause, both.Length);
        Assert.Equal(0.9f, both[..Length].Max(), 0.01f); // as loud as those that the run itself makes
        Assert.Contains("2 of takes-test", said, StringComparison.Ordinal);
        Assert.Equal((4 * Length) + (3 * Pause), Samples("both.wav").Length);
    }

    [Fact]
    public void What_cannot_be_given_to_a_model_is_explained()
    {
        SmallSounds.WriteRun(folder["run"], "conv-vae", isConditional: false);
        File.WriteAllText(folder["text.wav"], "no sound");
        using (FileStream file = File.Create(folder["quiet.wav"]))
            WavWriter.Write(file, new Sound([new float[8_000]], 8_000));

        Assert.Contains(
            "text.wav cannot be read as a sound: ",
            Run("reconstruct", "run", "--data", "text.wav").Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "quiet.wav holds no sound",
            Run("reconstruct", "run", "--data", "quiet.wav").Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "There are no sounds called 'nowhere'",
            Run("reconstruct", "run", "--data", "nowhere").Error,
            StringComparison.Ordinal
        );
        Assert.Contains("drums-of-mine", Run("reconstruct", "run").Error, StringComparison.Ordinal);
        Assert.Contains(
            "was trained without classes, so it cannot walk from class to class.",
            Run("interpolate", "run", "--from-class", "kick", "--to-class", "hat").Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Runs_are_compared_by_their_numbers_and_on_a_page_that_plays_both()
    {
        SmallSounds.WriteRun(folder["a"], "gan");
        SmallSounds.WriteRun(folder["b"], "flow");
        UntrainedRun.Write(folder["pictures"], conditional: true);
        for (int i = 0; i < 40; i++)
            WriteTone($"takes/{i}.wav", 200 + (20 * i));
        Assert.All(
            (string[])["a", "b", "takes"],
            subject =>
            {
                (int judged, string said, string failure) = Run("evaluate", subject, "--against", "takes", "--count", "20");
                Assert.Equal((0, ""), (judged, failure));
                Assert.Contains("against takes: 40 sounds", said, StringComparison.Ordinal);
            }
        );

        (int code, string output, string error) = Run("compare", "a", "b", "--out", "both.html");

        Assert.Equal((0, ""), (code, error));
        Assert.Matches("(?m)^ +A +B +real sounds   better\r?$", output);
        Assert.Matches("(?m)^Loudness( +(\\* )?(–|−[0-9.]+ dB)){3}   like real", output);
        Assert.Matches("(?m)^Silent +\\* +[0-9.]+% +[0-9.]+% |^Silent +[0-9.]+% +\\* +[0-9.]+% ", output);
        Assert.Matches("(?m)^preset +gan +flow", output);
        Assert.Contains("To listen to 12 sounds of each run, side by side: both.html", output, StringComparison.Ordinal);
        Assert.DoesNotContain("image", output, StringComparison.OrdinalIgnoreCase);
        string page = File.ReadAllText(folder["both.html"]);
        Assert.Equal((24, 4), (Regex.Count(page, "<audio controls"), Regex.Count(page, "<h3>Kick</h3>")));
        Assert.Contains("每一行是同一个类别", page, StringComparison.Ordinal);

        Assert.Equal(1, Regex.Count(page, "<th scope=\"row\">(?:(?!</tr>).)*Silent(?:(?!</tr>).)*<td class=\"number value\">"));
        Assert.DoesNotContain("The numbers below are for", page, StringComparison.Ordinal);

        string numbers = Run("compare", "a", "takes-report").Output;
        Assert.Contains("B  takes", numbers, StringComparison.Ordinal);
        Assert.DoesNotContain("--out", numbers, StringComparison.Ordinal);
        Assert.Contains(
            "takes-report holds a report but no run",
            Run("compare", "a", "takes-report", "--out", "c.html").Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "pictures does not hold sounds, but the others do",
            Run("compare", "pictures", "a").Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "--out does not apply to runs trained on images.",
            Run("compare", "pictures", "pictures", "--out", "c.html").Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_page_goes_by_the_runs_whatever_their_reports_say_and_however_their_paths_are_written()
    {
        SmallSounds.WriteRun(folder["a"], "gan");
        SmallSounds.WriteRun(folder["b"], "gan", isConditional: false);
        for (int i = 0; i < 40; i++)
            WriteTone($"takes/{i}.wav", 200 + (20 * i));
        foreach (string subject in (string[])["a", "b"])
        {
            Assert.Equal(0, Run("evaluate", subject, "--against", "takes", "--count", "20").Code);
            string file = folder[$"{subject}/report.json"],
                report = File.ReadAllText(file);
            Assert.Contains("\"length\": 1024", report, StringComparison.Ordinal);
            File.WriteAllText(file, report.Replace("\"length\": 1024", "\"length\": 256", StringComparison.Ordinal));
        }

        (int code, _, string error) = Run("compare", "./a", folder["b/"], "--out", "both.html");
        Assert.Equal((0, ""), (code, error));

        string page = File.ReadAllText(folder["both.html"]);
        Assert.DoesNotContain("The numbers below are for", page, StringComparison.Ordinal);
        Assert.Contains("<figcaption>A · Kick</figcaption>", page, StringComparison.Ordinal);
        Assert.Contains("<figcaption>B</figcaption>", page, StringComparison.Ordinal);
        Assert.All(
            Regex.Matches(page, "audio/wav;base64,([^\"]*)"),
            audio => Assert.Equal(44 + (2 * Length), Convert.FromBase64String(audio.Groups[1].Value).Length)
        );
    }

    [Theory]
    [InlineData("nowhere is neither a run nor a folder with a report.json.", "compare", "run", "nowhere")]
    [InlineData("report.json is not a report of this version of Figment", "compare", "run", "damaged")]
    [InlineData("--language is the language of the page that --out writes.", "compare", "run", "run", "--language", "zh")]
    public void What_cannot_be_compared_says_so(string expected, params string[] arguments)
    {
        SmallSounds.WriteRun(folder["run"], "gan");
        Directory.CreateDirectory(folder["damaged"]);
        File.WriteAllText(folder["damaged/report.json"], "{\"picturesAre\": \"log-m");

        (int code, _, string error) = Run(arguments);

        Assert.NotEqual(0, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private static void AssertSame(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 2e-3f);
    }

    private static float[] Sound(float[] samples, int number) =>
        samples[(number * (Length + Pause))..((number * (Length + Pause)) + Length)];

    private float[] Samples(string name)
    {
        using FileStream file = File.OpenRead(folder[name]);
        return SoundDecoder.Decode(file, 60).Sound.Channels.Single();
    }

    private void WriteTone(string name, double hertz)
    {
        float[] samples = [.. Enumerable.Range(0, 4_000).Select(i => (float)(0.3 * Math.Sin(2 * Math.PI * hertz * i / 8_000)))];
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        using FileStream file = File.Create(folder[name]);
        WavWriter.Write(file, new Sound([samples], 8_000));
    }

    private (int Code, string Output, string Error) Run(params string[] arguments) =>
        CommandInside.Run(folder.Root, [.. arguments, "--device", "cpu"]);
}
