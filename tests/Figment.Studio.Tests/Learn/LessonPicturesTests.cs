using Figment.Backend;
using Figment.Data.Images;
using Figment.Imaging;
using Figment.Studio.Learn;

namespace Figment.Studio.Tests.Learn;

public sealed class LessonPicturesTests
{
    [Fact]
    public void A_drawn_picture_becomes_what_a_folder_with_it_becomes()
    {
        string folder = Directory.CreateTempSubdirectory("figment-drawn-").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "a.png"), DrawnPicture.All[0].ToPng());
            using ImageDataset data = ImageDataset.FromFolder(
                folder,
                new PictureOptions { Size = new PictureSize(32, 32), Fit = PictureFit.Pad }
            );

            Picture shown = DrawnPicture.All[0].ForModel(32, PictureFit.Pad);

            Assert.Equal(
                ImageBatch.FromTensor(data.Gather(TorchSharp.torch.tensor(new long[] { 0 })).Items).ToPicture().Pixels,
                shown.Pixels
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_seven_in_the_mirror_is_no_seven_and_one_that_stays_as_it_is_is()
    {
        TorchLibrary.Load();
        using ImageDataset digits = Datasets.Open("mnist");

        IReadOnlyList<ChangedDigit> still = ChangedDigit.Of(digits, 7, 0, flip: false, shift: 0, 12);
        IReadOnlyList<ChangedDigit> mirrored = ChangedDigit.Of(digits, 7, 0, flip: true, shift: 0, 12);

        Assert.All(still, each => Assert.Equal(7, each.Digit));
        Assert.Equal(7, mirrored[0].Digit);
        Assert.InRange(mirrored.Count(each => each.Digit != 7), 3, 10);
    }
}
