using Figment.Audio;
using Figment.Data;
using Figment.Data.Images;
using Figment.Data.Sounds;
using Figment.Data.Texts;
using static Figment.Tests.Data.Sounds.Recorded;
using static TorchSharp.torch;

namespace Figment.Tests.Data.Sounds;

/// <summary>Folders and archives of recordings are read like those of pictures, and what is done with them is reported.</summary>
public sealed class SoundFolderTests : IDisposable
{
    private readonly Recorded data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public void Folders_are_classes_and_an_archive_is_the_same_data()
    {
        data.Add("all/yes/1.wav", "all/yes/2.wav", "all/no/1.wav").Write("all/readme.txt", "words");
        string? sha = null;

        Assert.All(
            data.Both(),
            path =>
            {
                using SoundDataset opened = SoundSources.Open(path);
                Assert.Equal((3, "data"), (opened.Count, opened.Name));
                Assert.Equal(["no", "yes"], opened.ClassNames);
                Assert.Equal([1, 2], opened.ClassCounts);
                Assert.Equal(sha ??= opened.Sha256, opened.Sha256);
                Assert.Contains("Everything is in the folder all, which is not a class.", Notes(opened));
                Assert.Contains(
                    "1 file was left out because neither its extension nor its content is that of a sound: all/readme.txt.",
                    Notes(opened)
                );
                Assert.False(SoundSources.HasTestPart(path));
            }
        );
    }

    [Fact]
    public void A_held_out_part_becomes_what_the_part_to_learn_from_becomes()
    {
        data.Add("train/a/1.wav", "train/b/1.wav").Put("test/a/9.wav", Wav(8_000, Tone(8_000, 1.5, 300, 0.5)));

        Assert.All(
            data.Both(),
            path =>
            {
                Assert.True(SoundSources.HasTestPart(path));
                using SoundDataset train = SoundSources.Open(path),
                    test = SoundSources.Open(path, DataPart.Test);
                Assert.Equal((train.Shape, "data-test"), (test.Shape, test.Name));
                Assert.Equal(["a", "b"], test.ClassNames);
                Assert.Equal([1, 0], test.ClassCounts);
                Assert.Contains(
                    "The folders train and test are parts of the data: 2 recordings for training and 1 held out.",
                    Notes(train)
                );
                Assert.Contains("1 recording has a different rate (8 kHz) and was resampled.", Notes(test));
            }
        );
    }

    [Fact]
    public void A_labels_file_names_the_classes()
    {
        data.Add("a.wav", "b.wav", "c.wav").Write("labels.csv", "sound,word\na.wav,yes\nb.wav,no\nc.wav,yes\n");

        using SoundDataset opened = SoundSources.Open(data.Root);

        Assert.Equal(["no", "yes"], opened.ClassNames);
        Assert.Equal([1, 2], opened.ClassCounts);
        Assert.Contains("The classes come from labels.csv, not from folders.", Notes(opened));
    }

    [Fact]
    public void Rate_and_length_follow_from_the_recordings_and_are_said()
    {
        for (int i = 0; i < 9; i++)
            data.Put(
                $"{i}.wav",
                Wav(16_000, [.. Silence(16_000, 0.3), .. Steady(16_000, 0.4, 300 + i, 0.5), .. Silence(16_000, 0.2)])
            );
        data.Put("long.wav", Wav(22_050, Steady(22_050, 3, 500, 0.5)));

        using SoundDataset opened = SoundSources.Open(data.Root);

        // Nine of ten need 0.41 s or so, and images take multiples of 0.128 s.
        Assert.Equal(new SoundShape(1, 4 * 2048, 16_000), opened.Shape);
        Assert.Equal((16_000, true), (opened.Reading!.Rate, opened.Reading.Length is > 0.4 and < 0.43));
        Assert.Equal(
            [
                "Each sound is 0.51 s long, which is enough for nine out of ten recordings. Its sample rate is 16 kHz, as in "
                    + "most recordings.",
                "It begins where the recording becomes audible; shorter recordings are followed by silence.",
                "Silence before and after the sound is cut off.",
                "The loudest sample of each sound is brought to 0.9 of full scale.",
                "1 recording is longer than that (3 s); only a part of it is used.",
                "1 recording has a different rate (22.05 kHz) and was resampled.",
            ],
            Notes(opened)
        );
        using SoundDataset again = SoundSources.Open(data.Root, options: opened.Reading);
        Assert.Equal(opened.Sha256, again.Sha256);
    }

    [Theory]
    [InlineData(48_000, 48_000)]
    [InlineData(96_000, 48_000)]
    [InlineData(8_000, 8_000)]
    [InlineData(2_000, 4_000)]
    public void A_rate_stays_within_what_is_useful(int recorded, int used)
    {
        data.Put("1.wav", Wav(recorded, Tone(recorded, 0.3, 200, 0.5)));

        using SoundDataset opened = SoundSources.Open(data.Root);

        Assert.Equal(used, opened.Shape.Rate);
    }

    [Fact]
    public void Silent_recordings_are_left_out_and_named()
    {
        data.Add("a/1.wav", "b/1.wav")
            .Put("a/quiet.wav", Wav(16_000, Steady(16_000, 0.3, 300, 0.0005)))
            .Put("c/none.wav", Wav(16_000, Silence(16_000, 0.3)));

        using SoundDataset opened = SoundSources.Open(data.Root);

        Assert.Equal(2, opened.Count);
        Assert.Equal(["a", "b"], opened.ClassNames);
        Assert.Contains("2 recordings are silent and were left out: a/quiet.wav, c/none.wav.", Notes(opened));
    }

    [Fact]
    public void Broken_recordings_are_refused_by_name_or_left_out()
    {
        data.Add("a/1.wav", "b/1.wav").Put("a/empty.wav", []).Write("b/page.mp3", "<!doctype html><html></html>");

        string refusal = Assert.Throws<FileFormatException>(() => SoundSources.Open(data.Root)).Message;
        using SoundDataset opened = SoundSources.Open(data.Root, options: new SoundOptions { SkipBroken = true });

        Assert.Equal(
            $"{data["a/empty.wav"]} cannot be read as a sound: it is empty. 1 more cannot be read either (b/page.mp3). "
                + "Repair or remove them, or omit such recordings (SkipBroken).",
            refusal
        );
        Assert.Equal(2, opened.Count);
        Assert.Contains(
            Notes(opened),
            note =>
                note.StartsWith(
                    "2 recordings that cannot be read were left out: a/empty.wav (it is empty), b/page.mp3",
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public void Nothing_to_hear_is_refused()
    {
        data.Put("a.wav", Wav(16_000, Silence(16_000, 0.2)));
        Assert.Equal(
            $"The folder {data.Root} holds no recording that contains a sound. 1 recording is silent and was left out: a.wav.",
            Assert.Throws<FigmentException>(() => SoundSources.Open(data.Root)).Message
        );

        using Recorded other = new();
        other.Write("a.txt", "x");
        Assert.StartsWith(
            $"The folder {other.Root} holds no recordings (WAV, FLAC,",
            Assert.Throws<FigmentException>(() => SoundSources.Open(other.Root)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<OptionsException>(() => SoundSources.Open(data.Root, options: new SoundOptions { Rate = 1, Length = 9 }));
    }

    [Fact]
    public void What_is_silent_among_those_to_learn_from_is_named_where_the_test_part_is_asked_for()
    {
        data.Put("train/quiet.wav", Wav(16_000, Silence(16_000, 0.2))).Add("test/1.wav");

        Assert.Equal(
            $"The folder {data.Root} holds no recording that contains a sound. 1 recording is silent and was left out: "
                + $"train/quiet.wav.",
            Assert.Throws<FigmentException>(() => SoundSources.Open(data.Root, DataPart.Test)).Message
        );
    }

    [Fact]
    public void Sounds_that_are_not_read_are_called_what_they_are()
    {
        data.Write("a.m4a", "x")
            .Write("b.M4A", "x")
            .Write("c.wma", "x")
            .Write("d.mp4", "x")
            .Write("e.txt", "x")
            .Write("f.pdf", "x");
        string[] expected =
        [
            "2 files are AAC or ALAC in an MP4 container, which Figment does not read: a.m4a, b.M4A. Convert "
                + "each to WAV or FLAC, for example with ffmpeg -i FILE out.wav.",
            "1 file is Windows Media (WMA), which Figment does not read: c.wma. Convert it to WAV or FLAC, for example with "
                + "ffmpeg -i FILE out.wav.",
            "1 file is MP4, which Figment does not read: d.mp4. Convert it to WAV or FLAC, for example with ffmpeg -i FILE "
                + "out.wav.",
            "2 files were left out because neither their extensions nor their contents are those of sounds: e.txt, f.pdf.",
        ];

        string none = Assert.Throws<FigmentException>(() => SoundSources.Open(data.Root)).Message;
        data.Add("good.wav");
        using SoundDataset opened = SoundSources.Open(data.Root);

        Assert.All(expected, note => Assert.Contains(note, none, StringComparison.Ordinal));
        Assert.Equal(expected, Notes(opened).Take(4));
        Assert.StartsWith(
            $"{data["a.m4a"]} is AAC or ALAC in an MP4 container, which is not supported. Besides, a model learns from many",
            Assert.Throws<FigmentException>(() => SoundSources.Open(data["a.m4a"])).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(true, "a.m4a", "b.txt")]
    [InlineData(true, "a.mp4")]
    [InlineData(false, "a.mp4", "b.jpg")]
    [InlineData(false, "a.mov", "b.heic")] // a telephone's pictures that move
    [InlineData(false, "a.mp3", "b.heic")]
    public void Names_of_sounds_that_are_not_read_tell_what_a_folder_holds(bool isOfSounds, params string[] names)
    {
        foreach (string name in names)
            data.Write(name, "x");

        Assert.Equal(isOfSounds, SoundSources.Takes(data.Root));
        Assert.False(TextSources.Takes(data.Root));
    }

    [Fact]
    public void Loudness_is_levelled_or_kept()
    {
        data.Put("loud.wav", Wav(16_000, Steady(16_000, 0.256, 500, 0.8)))
            .Put("soft.wav", Wav(16_000, Steady(16_000, 0.256, 500, 0.1)));

        Assert.All(Peaks(new SoundOptions()), peak => Assert.Equal(0.9, peak, 2e-4));
        Assert.Equal([0.8, 0.1], Peaks(new SoundOptions { KeepLoudness = true }).Select(peak => Math.Round(peak, 3)));
    }

    [Fact]
    public void Two_channels_stay_two_where_asked_for()
    {
        data.Put("1.wav", Wav(16_000, Steady(16_000, 0.256, 500, 0.8), Steady(16_000, 0.256, 500, 0.4)))
            .Put("2.wav", Wav(16_000, Steady(16_000, 0.256, 250, 0.5)));

        using SoundDataset mono = SoundSources.Open(data.Root),
            stereo = SoundSources.Open(data.Root, options: new SoundOptions { Stereo = true });
        using Tensor sounds = stereo.Sounds(arange(2));

        Assert.Equal((1, 2), (mono.Shape.Channels, stereo.Shape.Channels));
        Assert.Contains("1 recording has several channels, which were mixed into one.", Notes(mono));
        double[] peaks = [.. sounds.abs().amax([2]).flatten().data<float>().Select(peak => Math.Round(peak, 2))];
        Assert.Equal([0.9, 0.45, 0.9, 0.9], peaks);
    }

    [Fact]
    public void The_majority_of_names_says_what_a_folder_holds()
    {
        data.Add("a/1.wav", "a/2.flac").Write("a/cover.jpg", "").Write("lyrics.txt", "la la");
        Assert.All(data.Both(), path => Assert.True(SoundSources.Takes(path)));

        data.Write("a/back.png", "").Write("a/third.png", "");
        Assert.All(data.Both(), path => Assert.False(SoundSources.Takes(path)));
        Assert.True(SoundSources.Takes("drums"));
        Assert.True(SoundSources.Takes(data["a/1.wav"]));
        Assert.False(SoundSources.Takes(data["a/none.wav"]));
        Assert.StartsWith(
            $"{data["a/1.wav"]} is a single recording",
            Assert.Throws<FigmentException>(() => SoundSources.Open(data["a/1.wav"])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "There are no sounds called 'nothing'",
            Assert.Throws<FigmentException>(() => SoundSources.Open("nothing")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_folder_read_as_pictures_passes_sounds_over_and_the_other_way_round()
    {
        data.Add("a/1.wav", "b/1.wav", "data-check.wav").Put("a/1.png", Png.Write(8, 8, new byte[64]));

        using SoundDataset sounds = SoundSources.Open(data.Root);
        using ImageDataset images = Datasets.Open(data.Root);

        Assert.Equal((2, 1), (sounds.Count, images.Count));
        Assert.Contains("1 recording is an overview made by Figment and was skipped: data-check.wav.", Notes(sounds));
    }

    [Fact]
    public void Reading_can_be_watched_and_stopped()
    {
        data.Add("1.wav", "2.wav", "3.wav", "4.wav");
        List<DataProgress> heard = [];

        using (SoundSources.Open(data.Root, progress: new Listener(heard.Add)))
        {
            Assert.Equal((DataActivity.Listening, 4L, 4L), (heard[^1].Activity, heard[^1].Done, heard[^1].Total!.Value));
            Assert.Equal(8, heard.Count);
        }

        using CancellationTokenSource stopped = new();
        Assert.Throws<OperationCanceledException>(() =>
            SoundSources.Open(data.Root, progress: new Listener(_ => stopped.Cancel()), cancellationToken: stopped.Token)
        );
    }

    private double[] Peaks(SoundOptions options)
    {
        using SoundDataset opened = SoundSources.Open(data.Root, options: options);
        using Tensor sounds = opened.Sounds(arange(opened.Count));
        return [.. sounds.abs().amax([1, 2]).data<float>().Select(peak => (double)peak)];
    }

    private static string[] Notes(SoundDataset data) => [.. data.Notes.Select(note => note.English)];

    private sealed class Listener(Action<DataProgress> hear) : IProgress<DataProgress>
    {
        public void Report(DataProgress value) => hear(value);
    }
}
