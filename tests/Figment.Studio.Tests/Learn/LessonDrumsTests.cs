using Figment.Backend;
using Figment.Data;
using Figment.Data.Sounds;
using Figment.Studio.Learn;

namespace Figment.Studio.Tests.Learn;

public sealed class LessonDrumsTests
{
    public LessonDrumsTests() => TorchLibrary.Load();

    [Fact]
    public void A_drum_of_the_lesson_is_one_of_the_data_set()
    {
        using SoundDataset data = DrumSounds.Make(DataPart.Train, 16, 0, null, TestContext.Current.CancellationToken);

        SoundSamples tom = LessonDrums.Real("tom", 1);

        short[] kept = data.Values(8 + LessonDrums.Kinds.ToList().IndexOf("tom"), 1);
        Assert.All(tom[0].ToArray().Zip(kept), pair => Assert.InRange(Math.Abs((pair.First * 32768) - pair.Second), 0, 0.51f));
    }

    [Fact]
    public void A_drum_comes_back_from_its_picture_and_better_from_one_of_more_rows()
    {
        double[] seen = [Distance(16), Distance(128)];

        Assert.True(seen[1] < 0.5 * seen[0], $"{seen[0]} with 16 rows, {seen[1]} with 128");
        Assert.Equal(
            (LessonDrums.Columns, 16),
            (LessonDrums.Seen("cowbell", 0, 16).Width, LessonDrums.Seen("cowbell", 0, 16).Height)
        );

        static double Distance(int rows)
        {
            byte[] real = Picture(LessonDrums.Real("cowbell", 0)),
                back = Picture(LessonDrums.Back("cowbell", 0, rows));
            return real.Zip(back).Sum(pair => Math.Abs(pair.First - pair.Second));
        }

        static byte[] Picture(SoundSamples sound) => SoundPicture.Spectrograms(sound[0], sound.Shape);
    }

    [Theory]
    [InlineData("cowbell", 37)]
    [InlineData("clap", 1)]
    public void The_drum_most_like_another_is_itself_where_it_may_be(string drum, int take)
    {
        float[] sound = LessonDrums.Real(drum, take)[0].ToArray();

        Assert.Equal(take, LessonDrums.Nearest(Array.ConvertAll(sound, value => 0.5f * value), drum, take + 10)); // however loud
        Assert.InRange(LessonDrums.Nearest(sound, drum, take), 0, take - 1);
    }

    [Fact]
    public void Eight_drums_were_recorded_at_each_step_and_are_heard() =>
        Assert.All(
            LessonDrums.Steps,
            step =>
            {
                SoundSamples drums = LessonDrums.Recorded(isOfFew: false, step);
                Assert.Equal(LessonDrums.Kinds.Count, drums.Count);
                Assert.All(Enumerable.Range(0, drums.Count), k => Assert.InRange(drums[k].ToArray().Max(), 0.001f, 1.2f));
            }
        );
}
