package dev.reassembly.data;

import dev.reassembly.failure.InvalidInputException;

/** One folder a class, below the folders of the splits where there are any; folders below a class's belong to the class. */
final class PictureFolders implements SampleFormat {
    private final DataSource source;

    PictureFolders(DataSource source) {
        this.source = source;
    }

    @Override
    public boolean accepts(String lowerName) {
        return PictureDecoder.accepts(lowerName);
    }

    @Override
    public String fileNames() {
        return "*.png, *.jpg, *.jpeg, *.gif, *.bmp";
    }

    @Override
    public SampleReader open(Part part) {
        String[] path = part.name().split("/");
        int at = part.split() == null ? 0 : 1;
        if (path.length < at + 2) {
            throw new InvalidInputException(part.name(), "lies in no class's folder; ImageFolder needs one folder a class"
                    + (at == 0 ? "" : " below the split's"));
        }
        Sample sample = new Sample(part.name(), part.name(), path[at], new PictureFile.Stored(source, part.uri(), part.name()));
        return new SampleReader() {
            private boolean read;

            @Override
            public Sample next() {
                boolean first = !read;
                read = true;
                return first ? sample : null;
            }

            @Override
            public void close() {}
        };
    }
}
