using System.IO.Compression;
using Figment.Audio;
using Figment.Data;
using Figment.Data.Sounds;
using static Figment.Tests.Data.Sounds.Recorded;

namespace Figment.Tests.Data.Sounds;

/// <summary>Arrays of waveforms are read like recordings, and distinguished from pictures.</summary>
public sealed class SoundArraysTests : IDisposable
{
    private const int Rate = 8_000,
        Length = 1_024; // whole columns
    private static readonly SoundOptions AsItIs = new()
    {
        Rate = Rate,
        Align = SoundAlignment.Start,
        KeepSilence = true,
        KeepLoudness = true,
    };

    /// <summary>Three tones of 16 bits.</summary>
    private static readonly double[][] Tones =
    [
        .. Enumerable
            .Range(0, 3)
            .Select(k =>
                Steady(Rate, 0.128, 250 * (k + 1), 0.2 + (0.2 * k)).Select(value => Math.Round(value * 32_768.0)).ToArray()
            ),
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("<i2", 0, 1)]
    [InlineData(">i2", 0, 1)]
    [InlineData("<i4", 0, 1)] // 16 bits in 32
    [InlineData(">i4", 0, 65_536)]
    [InlineData("<i4", 0, 256)] // 24 bits in 32
    [InlineData("<i8", 0, 1)]
    [InlineData("<f4", 0, 1 / 32_768.0)]
    [InlineData(">f8", 0, 1 / 32_768.0)]
    [InlineData("<f8", 0, 1)] // integers as floats
    public void Values_of_every_type_are_the_sounds_that_they_were_made_of(string type, double zero, double scale)
    {
        double[] values = [.. Tones.SelectMany(tone => tone).Select(value => zero + (value * scale))];
        values[5] = zero + (-32_768 * scale); // full scale

        using SoundDataset data = SoundSources.Open(Npy("sounds.npy", type, $"(3, {Length})", values), options: AsItIs);

        Assert.Equal((new SoundShape(1, Length, Rate), 3, "sounds"), (data.Shape, data.Count, data.Name));
        Assert.Equal(values.Select(value => (short)Math.Round((value - zero) / scale)), data.Values(0, 3));
        Assert.Empty(data.ClassNames);
        Assert.Contains("An array does not store its sample rate; it was taken to be 8 kHz.", Notes(data));
    }

    [Fact]
    public void Bytes_are_silent_at_128()
    {
        double[] values = [.. Tones.SelectMany(tone => tone).Select(value => 128 + Math.Round(value / 256))];

        using SoundDataset data = SoundSources.Open(Npy("sounds.npy", "|u1", $"(3, {Length})", values), options: AsItIs);

        Assert.Equal(values.Select(value => (short)(256 * (value - 128))), data.Values(0, 3));
    }

    [Fact]
    public void Floats_outside_one_are_scaled_by_a_power_of_two_which_is_said()
    {
        double[] values = [.. Tones.SelectMany(tone => tone).Select(value => value / 32_768 * 3 / 0.6)]; // the loudest reaches 3

        using SoundDataset data = SoundSources.Open(Npy("sounds.npy", "<f4", $"(3, {Length})", values), options: AsItIs);

        Assert.Equal(values.Max(Math.Abs) / 4, data.Values(0, 3).Max(value => Math.Abs((int)value)) / 32_768.0, 1e-4);
        Assert.Contains(Notes(data), note => note.EndsWith("4 is taken as full scale.", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_channels_may_come_first_or_last()
    {
        double[] planar = [.. Tones[0], .. Tones[1]],
            interleaved = [.. Tones[0].Zip(Tones[1], (a, b) => new[] { a, b }).SelectMany(pair => pair)];
        SoundOptions stereo = AsItIs with { Stereo = true };

        using SoundDataset first = SoundSources.Open(Npy("a.npy", "<i2", $"(1, 2, {Length})", planar), options: stereo);
        using SoundDataset last = SoundSources.Open(Npy("b.npy", "<i2", $"(1, {Length}, 2)", interleaved), options: stereo);
        using SoundDataset mixed = SoundSources.Open(folder["b.npy"], options: AsItIs);

        Assert.Equal(planar.Select(value => (short)value), first.Values(0, 1));
        Assert.Equal(first.Sha256, last.Sha256);
        Assert.Equal(1, mixed.Shape.Channels);
    }

    [Fact]
    public void A_row_becomes_what_a_recording_of_the_same_samples_becomes()
    {
        float[] tone = [.. Silence(Rate, 0.3), .. Tone(Rate, 0.4, 440, 0.5), .. Silence(Rate, 0.2)];
        using Recorded files = new();
        files.Put("0.wav", Wav(Rate, tone));

        using SoundDataset file = SoundSources.Open(files.Root);
        using SoundDataset row = SoundSources.Open(
            Npy("x.npy", "<i2", $"(1, {tone.Length})", [.. tone.Select(value => Math.Round(value * 32_767.0))]),
            options: new SoundOptions { Rate = Rate }
        );

        Assert.Equal(file.Sha256, row.Sha256);
        Assert.Equal(Notes(file).Skip(1), Notes(row).Skip(2)); // the first note says where rate and length come from
    }

    [Theory]
    [InlineData("<f4", "(3, 200)", true)]
    [InlineData("<f4", "(3, 199)", false)]
    [InlineData("<f4", "(3, 1, 200)", true)]
    [InlineData("<i2", "(3, 2, 200)", true)]
    [InlineData("|u1", "(3, 200, 2)", true)]
    [InlineData("<f4", "(3, 3, 200)", false)]
    [InlineData("|u1", "(10, 28, 28)", false)]
    [InlineData("|u1", "(10, 64, 64, 3)", false)]
    [InlineData("<f4", "(300,)", false)]
    [InlineData("|b1", "(3, 200)", false)]
    [InlineData("|O", "(3, 200)", false)]
    public void The_shape_tells_sounds_from_pictures(string type, string shape, bool isOfSounds)
    {
        File.WriteAllBytes(folder["x.npy"], NumpyFiles.Npy(type, shape, []));
        Archive("x.npz", ("x", NumpyFiles.Npy(type, shape, [])), ("y", NumpyFiles.Npy("<i8", "(3, 200)", [])));

        Assert.Equal((isOfSounds, isOfSounds), (SoundSources.Takes(folder["x.npy"]), SoundSources.Takes(folder["x.npz"])));
    }

    [Fact]
    public void An_array_without_a_rate_is_asked_about()
    {
        string refusal = Assert
            .Throws<FigmentException>(() => SoundSources.Open(Npy("digits.npy", "|u1", "(2, 784)", new double[1_568])))
            .Message;

        Assert.Equal(
            $"{folder["digits.npy"]} holds 2 sounds of 784 samples each, but an array does not give its sample rate. Give the "
                + $"rate (Rate 16000, for instance) when you train with the array or pack it. If each is a picture of 28 × 28, "
                + $"save x.reshape(-1, 28, 28).",
            refusal
        );
    }

    [Fact]
    public void A_rows_by_columns_picture_that_is_taken_for_sounds_is_told_what_to_do() =>
        Assert.EndsWith(
            "If it is one grey picture, save x[None].",
            Assert
                .Throws<FigmentException>(() => SoundSources.Open(Npy("one.npy", "|u1", "(30, 300)", new double[9_000])))
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_test_part_of_another_type_has_a_scale_of_its_own()
    {
        string path = Archive(
            "mixed.npz",
            ("x_train", Bytes("<i2", $"(1, {Length})", Tones[0])),
            ("x_test", Bytes("<f4", $"(1, {Length})", [.. Tones[0].Select(value => value / 32_768)]))
        );

        using SoundDataset train = SoundSources.Open(path, options: AsItIs),
            test = SoundSources.Open(path, DataPart.Test, AsItIs);
        Assert.Equal(train.Values(0, 1), test.Values(0, 1));
    }

    [Fact]
    public void An_archive_gives_sounds_labels_and_a_test_part_by_the_names_of_its_arrays()
    {
        double[] all = [.. Tones.SelectMany(tone => tone)];
        string path = Archive(
            "set.npz",
            ("x_train", Bytes("<i2", $"(3, {Length})", all)),
            ("y_train", Bytes("<i8", "(3,)", 2, 0, 2)),
            ("x_test", Bytes("<i2", $"(1, {Length})", Tones[1])),
            ("y_test", Bytes("|u1", "(1,)", 1))
        );

        Assert.True(SoundSources.HasTestPart(path));
        using SoundDataset train = SoundSources.Open(path, options: AsItIs),
            test = SoundSources.Open(path, DataPart.Test, AsItIs);

        Assert.Equal(["0", "2"], train.ClassNames); // class 1 has nothing to learn from
        Assert.Equal([1, 2], train.ClassCounts);
        Assert.Equal(("set-test", 1), (test.Name, test.Count));
        Assert.Equal(Tones[1].Select(value => (short)value), test.Values(0, 1));
        Assert.Contains("The labels for x_train are in y_train.", Notes(train));
    }

    [Fact]
    public void A_file_beside_it_is_its_test_part()
    {
        string path = Npy("train-beeps.npy", "<i2", $"(2, {Length})", [.. Tones[0], .. Tones[1]]);
        Assert.False(SoundSources.HasTestPart(path));
        Npy("test-beeps.npy", "<i2", $"(1, {Length})", Tones[2]);

        using SoundDataset test = SoundSources.Open(path, DataPart.Test, new SoundOptions { Rate = Rate });

        Assert.Equal(1, test.Count);
    }

    [Fact]
    public void Rows_that_cannot_be_heard_are_named_and_left_out()
    {
        double[] values = [.. Tones.SelectMany(tone => tone).Select(value => value / 32_768)];
        values[Length + 7] = double.NaN;
        Array.Clear(values, 2 * Length, Length);
        string path = Npy("beeps.npy", "<f4", $"(3, {Length})", values);

        string refusal = Assert.Throws<FileFormatException>(() => SoundSources.Open(path, options: AsItIs)).Message;
        using SoundDataset data = SoundSources.Open(path, options: AsItIs with { SkipBroken = true });
        SoundCheck check = SoundCheck.Of(path, AsItIs);

        Assert.StartsWith(
            $"{path}: beeps[1] cannot be read as a sound: some of its samples are not numbers",
            refusal,
            StringComparison.Ordinal
        );
        Assert.Equal(1, data.Count);
        Assert.Contains("1 recording is silent and was left out: beeps[2].", Notes(data));
        Assert.Equal((3, "beeps[1]", "beeps[2]"), (check.Files, check.Broken.Single().File, check.Silent.Single()));
        Assert.Equal([("NumPy float32", 2)], check.Formats);
    }

    [Theory]
    [InlineData("<u2", "False", "holds values of the type <u2. Sounds are int16")]
    [InlineData("<i2", "True", "holds its values in Fortran order")]
    public void What_cannot_be_read_is_refused_with_what_to_save(string type, string fortran, string expected)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': {fortran}, 'shape': (2, 300), }}".PadRight(117) + "\n";
        File.WriteAllBytes(folder["x.npy"], NumpyFiles.Npy(header, new byte[1_200]));

        Assert.Contains(
            expected,
            Assert.Throws<FileFormatException>(() => SoundSources.Open(folder["x.npy"], options: AsItIs)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Damage_and_labels_that_are_not_there_are_refused()
    {
        string path = Npy("x.npy", "<i2", $"(3, {Length})", [.. Tones.SelectMany(tone => tone)]);
        Assert.Contains(
            "cannot be used with a labels file (Labels)",
            Assert.Throws<FigmentException>(() => SoundSources.Open(path, options: AsItIs with { Labels = "a" })).Message,
            StringComparison.Ordinal
        );
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);

        Assert.Contains(
            "ends before the values that its header declares",
            Assert.Throws<FileFormatException>(() => SoundSources.Open(path, options: AsItIs)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<FileFormatException>(() => SoundSources.Open(Npy("none.npy", "<i2", "(0, 300)"), options: AsItIs));
    }

    private static byte[] Bytes(string type, string shape, params double[] values) =>
        NumpyFiles.Npy(type, shape, NumpyFiles.Encode(type, values));

    private string Npy(string name, string type, string shape, params double[] values)
    {
        File.WriteAllBytes(folder[name], Bytes(type, shape, values));
        return folder[name];
    }

    private string Archive(string name, params (string Name, byte[] File)[] arrays)
    {
        using ZipArchive zip = ZipFile.Open(folder[name], ZipArchiveMode.Create);
        foreach ((string array, byte[] file) in arrays)
        {
            using Stream entry = zip.CreateEntry($"{array}.npy").Open();
            entry.Write(file);
        }

        return folder[name];
    }

    private static string[] Notes(SoundDataset data) => [.. data.Notes.Select(note => note.English)];
}
