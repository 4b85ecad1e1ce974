using Figment.Data.Sounds;
using Figment.Models.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Data.Sounds;

public sealed class SoundMeaningTests
{
    [Fact]
    public void How_many_images_become_sounds_at_once_changes_none_of_the_sounds()
    {
        using DisposeScope scope = NewDisposeScope();
        SoundMeaning meaning = new(SmallSounds.Description().Grid);
        Tensor images = rand(11, 1, 16, 16, generator: new Generator(3));
        byte[] all = meaning.Of(images).bytes.ToArray();

        Assert.All(
            (int[])[1, 3, 8, 10],
            count =>
            {
                byte[] some = meaning.Of(images.narrow(0, 0, count)).bytes.ToArray();
                Assert.Equal(all[..(count * all.Length / 11)], some);
            }
        );
    }

    [Theory]
    [InlineData("gan")]
    [InlineData("flow")]
    public void The_first_samples_of_a_model_are_the_same_sounds_however_many_are_made(string preset)
    {
        using ImageModel model = SmallSounds.Model(preset, SmallSounds.Description());
        SoundSamples all = (SoundSamples)model.MakeSamples(11, 5);

        Assert.All(
            (int[])[3, 6, 9],
            count =>
            {
                SoundSamples some = (SoundSamples)model.MakeSamples(count, 5);
                Assert.Equal(count, some.Count);
                for (int number = 0; number < count; number++)
                    Assert.Equal(all[number], some[number]);
            }
        );
    }
}
